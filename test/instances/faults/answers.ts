// Faults of what is answered: values, members, dates and formats that the contract does not describe.
import { editJson, editMember, editText, everyone, isSuccess } from './fault.ts';
import type { FaultEntry, Layer } from './fault.ts';
import { essenceOf } from '../reading.ts';
import type { Answer } from '../vendor.ts';

const dateTime = /(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?/g;

/** A layer that changes what succeeded. */
const onSuccess =
  (edit: (given: Answer) => Answer): Layer =>
  async (request, next) => {
    const given = await next(request);
    return isSuccess(given) ? edit(given) : given;
  };

export const answers = {
  'null-200': {
    imitates:
      'a failed call that answers 200 with `null`, as SuperOffice agents do, where no contract mentions it (it does for saveContactEntity)',
    vendors: everyone,
    foundBy: 'response-body-mismatch; response-status-undocumented where success is 201',
    layer: () =>
      onSuccess((given) =>
        given.body === undefined ? given : { status: 200, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: 'null' },
      ),
  },
  'select-string': {
    imitates: 'an id that was chosen in a select element and comes back as the string a browser made of it',
    vendors: ['superoffice', 'onlyoffice'],
    foundBy: 'response-body-mismatch',
    layer: (_value, { vendor }) =>
      onSuccess((given) =>
        editJson(given, (value) => {
          for (const path of vendor.selected) editMember(value, path, (holder, name) => (holder[name] = String(holder[name])));
          return value;
        }),
      ),
  },
  'offset-less-dates': {
    imitates: 'a server that drops the offset of its dates (SuperOffice does so by right)',
    vendors: ['onlyoffice', 'odyssee'],
    foundBy: 'response-body-mismatch',
    layer: () =>
      onSuccess((given) =>
        editText(given, (text) =>
          text.replace(dateTime, (found, ...parts) => found.slice(0, found.length - String(parts[5] ?? '').length)),
        ),
      ),
  },
  'wrong-date-format': {
    imitates: 'dates in the culture of the server instead of ISO 8601',
    vendors: everyone,
    foundBy: 'response-body-mismatch',
    layer: () => onSuccess((given) => editText(given, (text) => text.replace(dateTime, '$2/$3/$1 $4:$5'))),
  },
  'missing-required-field': {
    imitates: 'an answer without a member that the contract requires (JSON; nothing is required of SuperOffice’s PUT)',
    vendors: everyone,
    foundBy: 'response-body-mismatch',
    layer: (_value, { vendor }) =>
      onSuccess((given) =>
        editJson(given, (value) => {
          editMember(value, vendor.required, (holder, name) => delete holder[name]);
          return value;
        }),
      ),
  },
  'extra-undocumented-field': {
    imitates: 'a newer server with a member nobody documented (JSON; contracts with open objects allow it)',
    vendors: everyone,
    foundBy: 'nothing where objects are open; a warning of a probe that compares names',
    layer: () => onSuccess((given) => editJson(given, (value) => ({ ...value, undocumentedMember: true }))),
  },
  'json-xml-disagree': {
    imitates: 'two serialisers that have grown apart: the name differs in XML',
    vendors: everyone,
    foundBy: 'probe: JSON and XML of the same resource agree',
    layer: (_value, { vendor }) =>
      onSuccess((given) => {
        if (!essenceOf(given.headers?.['Content-Type']).endsWith('/xml')) return given;
        return editText(given, (text) => text.replace(new RegExp(`<${vendor.name}>([^<]*)</`, 'g'), `<${vendor.name}>$1 (as XML)</`));
      }),
  },
  'truncated-json': {
    imitates: 'a body that ends in the middle although its length is right',
    vendors: everyone,
    foundBy: 'response-body-malformed',
    layer: () => onSuccess((given) => editText(given, (text) => text.slice(0, Math.ceil(text.length / 2)))),
  },
  'wrong-content-type': {
    imitates: 'JSON or XML under the name of HTML',
    vendors: everyone,
    foundBy: 'response-media-type-undocumented',
    layer: () =>
      onSuccess((given) => (given.body === undefined ? given : { ...given, headers: { ...given.headers, 'Content-Type': 'text/html' } })),
  },
  'echo-credentials': {
    imitates: 'a debug build that repeats the credentials in a member and in a header field',
    vendors: everyone,
    foundBy: 'probe: an answer holds credentials; no report may show them',
    everywhere: true,
    layer: () => async (request, next) => {
      const given = await next(request);
      const { authorization, cookie } = request.headers;
      const secret = authorization ?? cookie;
      if (secret === undefined) return given;
      const edited = editJson(given, (value) => ({ ...value, debug: { authorization: secret } }));
      return { ...edited, headers: { ...edited.headers, 'X-Debug-Authorization': secret } };
    },
  },
} satisfies Record<string, FaultEntry>;
