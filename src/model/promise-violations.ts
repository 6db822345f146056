// What a consumer relies on and the contract does not promise, in words: values, properties and headers.
import type { Sentence } from './body-violations.ts';
import type { BodyExamination, Gap, ParameterResult } from './examination.ts';
import { ofPointer } from './known-pointers.ts';
import { tokensOf, type Pointer } from './pointer.ts';
import { list, plain } from './show.ts';
import type { Violation } from './rule.ts';

/** `contact.emails[].value`. */
const pathOf = ofPointer((pointer) =>
  tokensOf(pointer)
    .map((token, index) => (/^\d+$/.test(token) ? '[]' : `${index === 0 ? '' : '.'}${plain(token, 60)}`))
    .join(''),
);

const notRequired = ofPointer((pointer) => `\`${pathOf(pointer)}\` is not required`);

/** `` `a`, `b` and `c` ``, or the body itself. */
const placesOf = (gaps: readonly Gap[]): string => list([...new Set(gaps.map(({ pointer }) => bodyName(pointer)))], 6);

/** `` `a`, `b` and 7 more ``: those that are not named need no quotes. */
function listPaths(paths: readonly string[]): string {
  const names = [...new Set(paths)];
  return list([...names.slice(0, 6).map((path) => `\`${path}\``), ...names.slice(6)], 6);
}

const bodyName = (pointer: Pointer): string => (pointer === '' ? 'the body' : `\`${pathOf(pointer)}\``);

/** Each other value by itself; exact values and undecided ones in one sentence each, as information. */
export function* unpromisedValues(body: BodyExamination | undefined): Iterable<Violation<Sentence>> {
  if (!body) return;
  for (const { kind, pointer, text, needed, contract } of body.gaps) {
    if (kind === 'value')
      yield {
        args: { sentence: `The provider may send ${text} for ${bodyName(pointer)}; the consumer needs ${needed}` },
        instance: body.at(pointer),
        contract,
      };
  }
  const exact = body.gaps.filter(({ kind }) => kind === 'exact');
  const [first] = exact;
  if (first) {
    const one = exact.length === 1 ? `; the provider may send ${first.text}` : '; the provider may send other listed values';
    yield {
      args: { sentence: `The provider state must supply the exact value of ${placesOf(exact)}${one}` },
      instance: body.at(first.pointer),
      contract: first.contract,
      severity: 'info',
      fix: 'Nothing, if the provider state does; otherwise use a matcher',
      key: 'exact',
    };
  }
  const undecided = body.gaps.filter(({ kind }) => kind === 'undecided');
  const [open] = undecided;
  if (open)
    yield {
      args: { sentence: `Whether every value the contract allows fits the matcher of ${placesOf(undecided)} is not decided; samples do` },
      instance: body.at(open.pointer),
      contract: open.contract,
      severity: 'info',
      fix: 'Nothing; an `enum`, a `format` or the same `pattern` in the contract would decide it',
      key: 'undecided',
    };
}

/** All properties that may be left out, in one sentence. */
export function* unpromisedProperties(body: BodyExamination | undefined): Iterable<Violation<Sentence>> {
  const absent = body?.gaps.filter(({ kind }) => kind === 'absent') ?? [];
  const [first] = absent;
  if (!body || !first) return;
  const paths = absent.map(({ pointer }) => pathOf(pointer));
  yield {
    args: { sentence: `The provider may omit ${listPaths(paths)}, which the consumer relies on` },
    instance: body.at(first.pointer, 'key'),
    contract: first.contract,
    related: absent.slice(1, 6).map(({ pointer, contract }) => ({ message: notRequired(pointer), location: contract })),
    key: paths.join(' '),
  };
}

export function* unpromisedHeaders(results: readonly ParameterResult[] | undefined): Iterable<Violation<Sentence>> {
  for (const { parameter, result, instance } of results ?? []) {
    if (result.kind !== 'unpromised') continue;
    for (const { kind, text, needed, contract } of result.gaps) {
      const name = `\`${plain(parameter.name, 80)}\``;
      if (kind === 'absent')
        yield {
          args: { sentence: `The provider may omit the header ${name}, which the consumer relies on` },
          instance,
          contract,
          key: 'absent',
        };
      else if (kind === 'value')
        yield {
          args: { sentence: `The provider may send ${text} for the header ${name}; the consumer needs ${needed}` },
          instance,
          contract,
        };
    }
  }
}
