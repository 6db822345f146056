// What a probe must know of an API to be safe and cannot read in an OpenAPI document: `x-truce` of its Arazzo document, validated.
import { isRecord } from '../model/json-value.ts';
import { list, quote, show } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { parsePlace, type RequestPlace } from './places.ts';

export interface OperationSettings {
  /** Values that every request has, such as the id 0 that means “a new one”; expressions may use the inputs `mark` and `uuid`. */
  readonly set: readonly { readonly place: RequestPlace; readonly value: unknown }[];
  /** Text members that carry the mark of the run. */
  readonly mark: readonly RequestPlace[];
  /** Where a success names what it created: a runtime expression (Arazzo 1.0.1 §4.3), or a place in the request where the client chooses the name. */
  readonly creates?: string;
  /** It creates nothing, such as signing in. */
  readonly isHarmless: boolean;
  /** Workflow that undoes it; it gets the input `subject`. Absent: it stays. */
  readonly undo?: string;
  /** What stays after that all the same, such as an archived contact. */
  readonly leaves?: string;
  /** Workflow that finds a thing by the input `mark`; its output `subject` is there while one is left. */
  readonly find?: string;
  /** The request is about a thing that is there: the workflow that makes one (its output `subject`), and where its name goes. */
  readonly subject?: { readonly make: string; readonly at: readonly RequestPlace[] };
}

export interface ProbeSettings {
  readonly operations: ReadonlyMap<string, OperationSettings>;
  /** Credentials that a workflow gives, by key of the security scheme. */
  readonly credentials: ReadonlyMap<string, { readonly workflow: string; readonly output: string; readonly prefix: string }>;
}

export const noSettings: ProbeSettings = { operations: new Map(), credentials: new Map() };
export const plainOperation: OperationSettings = { set: [], mark: [], isHarmless: false };

/** Reads the object `x-truce`; throws a UserError that names the member. `shown` is the document, for sentences. */
export function readSettings(value: unknown, shown: string): ProbeSettings {
  if (value === undefined) return noSettings;
  const at = (path: string): string => `\`x-truce${path}\` of ${quote(shown, 200)}`;
  const root = object(value, at(''), ['operations', 'credentials']);
  const operations = new Map<string, OperationSettings>();
  for (const [id, given] of Object.entries(object(root['operations'] ?? {}, at('.operations')))) {
    const name = (member: string): string => at(`.operations.${id}${member}`);
    const members = object(given, name(''), ['set', 'mark', 'creates', 'undo', 'find', 'subject', 'harmless', 'leaves']);
    const subject = members['subject'] === undefined ? undefined : object(members['subject'], name('.subject'), ['make', 'at']);
    operations.set(id, {
      set: Object.entries(object(members['set'] ?? {}, name('.set'))).map(([place, set]) => ({
        place: placeOf(place, name('.set')),
        value: set,
      })),
      mark: places(members['mark'] ?? [], name('.mark')),
      isHarmless: members['harmless'] === true,
      ...optional('creates', members, name),
      ...optional('undo', members, name),
      ...optional('find', members, name),
      ...optional('leaves', members, name),
      ...(subject && {
        subject: {
          make: text(subject['make'], name('.subject.make')),
          at: places(subject['at'] ?? [], name('.subject.at')),
        },
      }),
    });
  }
  const credentials = new Map<string, { workflow: string; output: string; prefix: string }>();
  for (const [key, given] of Object.entries(object(root['credentials'] ?? {}, at('.credentials')))) {
    const name = (member: string): string => at(`.credentials.${key}${member}`);
    const { signIn, output, prefix = '' } = object(given, name(''), ['signIn', 'output', 'prefix']);
    credentials.set(key, {
      workflow: text(signIn, name('.signIn')),
      output: text(output, name('.output')),
      prefix: text(prefix, name('.prefix')),
    });
  }
  return { operations, credentials };
}

function optional<K extends string>(
  key: K,
  members: Readonly<Record<string, unknown>>,
  name: (member: string) => string,
): { readonly [P in K]?: string } {
  return members[key] === undefined ? {} : ({ [key]: text(members[key], name(`.${key}`)) } as { readonly [P in K]: string });
}

function object(value: unknown, name: string, known?: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new UserError(`${name} must be an object, it is ${show(value)}`);
  const unknown = known && Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new UserError(`${name} has no member ${quote(unknown)}`, { hint: `It has ${list(known ?? [], 10)}` });
  return value;
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new UserError(`${name} must be text, it is ${show(value)}`);
  return value;
}

const places = (value: unknown, name: string): readonly RequestPlace[] => {
  if (!Array.isArray(value)) throw new UserError(`${name} must be a list, it is ${show(value)}`);
  return value.map((item, at) => placeOf(text(item, `item ${at} of ${name}`), name));
};

function placeOf(place: string, name: string): RequestPlace {
  try {
    return parsePlace(place);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${name}: ${error.message}`, { ...(error.hint !== undefined && { hint: error.hint }) });
  }
}
