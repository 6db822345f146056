// jest-openapi's matcher on a minimal `expect`: responses only; it compiles the schema on every call.
import { loadPeer } from '../load-peer.ts';
import type { Peer } from '../peer.ts';

type Matcher = (this: object, received: object) => { pass: boolean };
type Matchers = Record<string, Matcher>;

const peer: Peer = {
  start: ({ twin }) => {
    const matchers: Matchers = {};
    Object.assign(globalThis, { expect: Object.assign(() => undefined, { extend: (more: Matchers) => Object.assign(matchers, more) }) });
    loadPeer<{ default: (document: object) => void }>('jest-openapi').default(twin);
    const context = { isNot: false, utils: { matcherHint: () => '' } };
    return (entry) => {
      const { request, response } = entry;
      const { pathname } = new URL(request.url);
      const body: unknown = response.content.text === undefined ? undefined : JSON.parse(response.content.text);
      const received = {
        status: response.status,
        data: body,
        request: { method: request.method, path: pathname },
        config: {},
        headers: {},
      };
      return matchers['toSatisfyApiSpec']?.call(context, received).pass !== true;
    };
  },
};
export default peer;
