// Do the representations of one resource in different media types say the same (RFC 9110 §3.2)?
import { isSuccess } from '../live/case.ts';
import type { Check } from '../live/check.ts';
import { differences, differingPointers, excuseOf, valueOf, volatileNames } from '../live/verdicts.ts';
import { contentFor } from '../content/index.ts';
import type { WireRequest } from '../live/request-values.ts';

export default {
  id: 'representations-agree',
  severity: 'error',
  title: 'Two representations of the same thing disagree',
  why: 'A consumer of the XML sees another truth than one of the JSON.',
  fix: 'Make both out of the same values',
  sends: 'a valid request twice for the first media type, then once for each family of others',
  *plan({ operation, bases: [base] }) {
    const success = operation.responses.find(({ key, content }) => key.startsWith('2') && content.length > 1);
    if (!base || !success) return;
    const families = new Map<string, string>();
    for (const { range, mediaType } of success.content) {
      const family = mediaType && !range.includes('*') ? contentFor(mediaType).id : undefined;
      if (family !== undefined && !families.has(family)) families.set(family, range);
    }
    const [first, ...others] = families.values();
    if (first === undefined) return;
    const send = (type: string) => ({
      values: base.values,
      isDeliberate: false,
      rewrite: (request: WireRequest): WireRequest => ({
        ...request,
        fields: [...request.fields.filter(([name]) => name.toLowerCase() !== 'accept'), ['Accept', type] as const],
      }),
    });
    for (const other of others) yield { name: `${first} and ${other}`, sends: [send(first), send(first), send(other)] };
  },
  *judge({ attempts: [first, again, other] }) {
    if (
      !first ||
      !again ||
      !other ||
      [first, again, other].some((attempt) => attempt.failure || !isSuccess(attempt.status) || excuseOf(attempt))
    )
      return;
    const [one, two, three] = [valueOf(first), valueOf(again), valueOf(other)];
    if (one === undefined || two === undefined || three === undefined) return;
    // What changes from answer to answer anyway, such as an id that is given, says nothing.
    const moving = new Set(differingPointers(one, two));
    for (const { pointer, message } of differences(two, three, volatileNames(other), { isAcrossMediaTypes: true }))
      if (!moving.has(pointer))
        yield {
          message: `Expected both representations to say the same, but ${message}`,
          attempt: other,
          part: 'body',
          key: pointer,
          contract: other.send.values.operation.responsesLocation,
        };
  },
} satisfies Check;
