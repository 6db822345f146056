// One entry of a HAR 1.2 log without personal data and credentials: every string of it is looked at, and only what changes is written anew.
import { examine } from '../judge/examine.ts';
import { type Contract, findResponse, type Operation } from '../model/contract.ts';
import { type Exchange, fieldValue } from '../model/exchange.ts';
import { isRecord } from '../model/json-value.ts';
import { propertyShape } from '../model/shape.ts';
import { type BodyDescription, describeBody } from '../record/redact-body.ts';
import { FieldRedactor } from '../record/redact-fields.ts';
import { secretMembers, type SecretNames, secretNamesOf, sensitiveNamesOf, sensitiveNamesOfAll } from '../record/secret-names.ts';
import { marker } from '../record/stand-in.ts';
import { apply, type Edit, settle } from './edits.ts';
import { type BodyEdits, rewriteEntryBody } from './entry-body.ts';
import { bodySideOf, isSize, type Place, samePath, type Side, valueAt } from './entry-places.ts';
import { editToken, type ForeignContext, rewriteForeignText } from './foreign-members.ts';
import { walkTokens } from './json-tokens.ts';
import { rewriteCookie, rewriteField, rewriteListed, rewriteUrl } from './message-parts.ts';
import { hintFor, isPersonal } from './personal.ts';
import type { Rewriter } from './rewriter.ts';

/** An entry as text, as value, and as the exchange that was read from it. */
export interface EntryText {
  readonly text: string;
  readonly value: unknown;
  readonly exchange: Exchange;
}

/** `left`: bodies that were left out and why; some had to be by themselves, the others because they are in `leave`. */
export interface RewrittenEntry {
  readonly text: string;
  readonly left: ReadonlyMap<Side, string>;
}

type Names = Readonly<{ secret: SecretNames; all: ReadonlySet<string> }>;

/** Knows the contracts; remembers nothing of the entries. */
export class EntryRewriter {
  readonly #contracts: readonly Contract[];
  readonly #names: Names;

  constructor(contracts: readonly Contract[]) {
    this.#contracts = contracts;
    this.#names = { secret: secretNamesOf(contracts), all: sensitiveNamesOfAll(contracts.flatMap(({ operations }) => operations)) };
  }

  rewrite(entry: EntryText, rewriter: Rewriter, leave: ReadonlyMap<Side, string> = new Map()): RewrittenEntry {
    const { match, operation } = examine(entry.exchange, this.#contracts);
    const { exchange } = entry;
    const status = exchange.response?.status ?? 0;
    const names = operation ? sensitiveNamesOf(operation) : this.#names.all;
    const context: ForeignContext = {
      redactor: new FieldRedactor(this.#names.secret, operation),
      rewriter,
      operation,
      pathValues: match.kind === 'match' ? match.pathValues : new Map(),
      status,
      names,
    };
    return new EntryEditor(entry, context, describe(exchange, operation, status, names), leave).run();
  }

  /** A JSON text that holds no entries: what a HAR says around them. */
  rewriteAround(text: string, rewriter: Rewriter): string {
    const redactor = new FieldRedactor(this.#names.secret, undefined);
    return rewriteForeignText(text, {
      redactor,
      rewriter,
      operation: undefined,
      pathValues: new Map(),
      status: 0,
      names: this.#names.all,
    });
  }
}

function describe(
  { request, response }: Exchange,
  operation: Operation | undefined,
  status: number,
  names: ReadonlySet<string>,
): Readonly<Record<Side, BodyDescription>> {
  const type = (fields: Exchange['request']): string | undefined => fields && fieldValue(fields.fields, 'content-type');
  return {
    request: describeBody(type(request), operation?.requestBody?.content ?? [], 'request', names),
    response: describeBody(
      response && fieldValue(response.fields, 'content-type'),
      (operation && findResponse(operation, status)?.content) ?? [],
      'response',
      names,
    ),
  };
}

class EntryEditor {
  readonly #entry: EntryText;
  readonly #context: ForeignContext;
  readonly #described: Readonly<Record<Side, BodyDescription>>;
  readonly #left: Map<Side, string>;
  readonly #edits: Edit[] = [];

  constructor(
    entry: EntryText,
    context: ForeignContext,
    described: Readonly<Record<Side, BodyDescription>>,
    leave: ReadonlyMap<Side, string>,
  ) {
    this.#entry = entry;
    this.#context = context;
    this.#described = described;
    this.#left = new Map(leave);
  }

  run(): RewrittenEntry {
    const { text } = this.#entry;
    const places: Place[] = [];
    walkTokens(text, (token, path) => places.push({ ...token, path: [...path] }));
    const bodies = new Map<Side, BodyEdits>();
    for (const place of places) {
      const side = bodySideOf(place);
      if (side) bodies.set(side, this.#body(place, side));
    }
    for (const place of places) {
      if (bodySideOf(place) || this.#leavesPiece(place)) continue;
      if (place.kind === 'number' && isSize(place)) this.#size(place, bodies);
      else if (place.path.length !== 1 || place.path[0] !== 'startedDateTime') this.#token(place, bodies);
    }
    for (const side of this.#left.keys()) this.#fillIn(side, places, bodies.get(side)?.before ?? 0);
    return { text: apply(text, settle(this.#edits)), left: this.#left };
  }

  #body({ start, end }: Place, side: Side): BodyEdits {
    const { text, value, exchange } = this.#entry;
    const holder = valueAt(value, side === 'request' ? ['request', 'postData'] : ['response', 'content']);
    const isBase64 = isRecord(holder) && holder['encoding'] === 'base64';
    const content = exchange[side]?.content;
    const done = rewriteEntryBody({ entry: text, start, end, isBase64, content }, this.#described[side], this.#context.rewriter);
    if (done.lost !== undefined && !this.#left.has(side)) this.#left.set(side, done.lost);
    if (!this.#left.has(side) || this.#context.rewriter.mode === 'learn') {
      for (const edit of done.edits) this.#edits.push(edit);
      return done;
    }
    this.#edits.push({ start, end, text: '""' });
    return { edits: [], before: done.before || end - start - 2, after: done.before || end - start - 2 };
  }

  /** The sizes of a body that changed; those of a compressed message nobody can know. */
  #size({ start, end, path }: Place, bodies: ReadonlyMap<Side, BodyEdits>): void {
    const body = bodies.get(path[0] as Side);
    if (!body || body.before === body.after) return;
    if (Number(this.#entry.text.slice(start, end)) === body.before) this.#edits.push({ start, end, text: String(body.after) });
  }

  #token(place: Place, bodies: ReadonlyMap<Side, BodyEdits>): void {
    const edits = editToken(this.#entry.text, place, this.#context, (value) => this.#known(value, place.path, bodies));
    for (const edit of edits) this.#edits.push(edit);
  }

  /** A body in several strings is not put together here. */
  #leavesPiece({ kind, start, end, path }: Place): boolean {
    const [side, part, member] = path;
    const isPiece = path.length > 3 && member === 'text' && (part === 'postData' || part === 'content');
    if (!isPiece || kind === 'name' || (side !== 'request' && side !== 'response')) return false;
    if (!this.#left.has(side)) this.#left.set(side, 'it is recorded in pieces');
    if (this.#context.rewriter.mode !== 'learn' && end - start > 2) this.#edits.push({ start, end, text: '""' });
    return true;
  }

  /** What stands at a place of HAR that has a meaning; undefined elsewhere. */
  #known(value: string, path: readonly (string | number)[], bodies: ReadonlyMap<Side, BodyEdits>): string | undefined {
    const [side, part, index, member] = path;
    if (side !== 'request' && side !== 'response') return undefined;
    const context = this.#context;
    if (path.length === 2 && part === 'url') return rewriteUrl(value, true, context);
    if (path.length === 2 && part === 'redirectURL') return rewriteUrl(value, false, context);
    if (path.length === 5 && part === 'postData' && index === 'params' && path[4] === 'value')
      return this.#param(this.#nameBeside(path), value);
    if (path.length !== 4 || member !== 'value' || typeof index !== 'number') return undefined;
    const name = this.#nameBeside(path);
    if (part === 'headers' || part === '_trailers') {
      const body = bodies.get(side);
      if (body && body.before !== body.after && name.toLowerCase() === 'content-length' && value === String(body.before))
        return String(body.after);
      return rewriteField(name, value, side, context);
    }
    if (part === 'cookies') return rewriteCookie(name, value, side, context);
    return part === 'queryString' ? rewriteListed(name, value, context) : undefined;
  }

  #param(name: string, value: string): string {
    const { entry, names } = this.#described.request;
    const shape = entry?.schema && propertyShape(entry.schema.shape, name);
    if (secretMembers(names)(name, shape)) return marker;
    const written = isPersonal(name, shape) ? this.#context.rewriter.value(value, hintFor(name, shape)) : undefined;
    return written ?? this.#context.rewriter.text(value);
  }

  #nameBeside(path: readonly (string | number)[]): string {
    const holder = valueAt(this.#entry.value, path.slice(0, -1));
    return isRecord(holder) ? String(holder['name'] ?? '') : '';
  }

  /** A body that was left out has a size all the same, so that readers know there was one; and the entry says why. */
  #fillIn(side: Side, places: readonly Place[], bytes: number): void {
    if (this.#context.rewriter.mode === 'learn') return;
    const { text, value } = this.#entry;
    const size = side === 'request' ? ['request', 'bodySize'] : ['response', 'content', 'size'];
    const known = places.find(({ kind, path }) => kind === 'number' && samePath(path, size));
    if (known && !(Number(text.slice(known.start, known.end)) > 0))
      this.#edits.push({ start: known.start, end: known.end, text: String(bytes) });
    const last = places.findLast(
      ({ kind, path }) => kind !== 'name' && samePath(path, side === 'request' ? ['request', 'method'] : ['response', 'content', 'text']),
    );
    if (!known && last) this.#edits.push({ start: last.end, end: last.end, text: `,${JSON.stringify(size.at(-1))}:${bytes}` });
    const note = `the ${side} body of ${bytes} bytes is left out: ${this.#left.get(side) ?? ''}`;
    const open = text.indexOf('{') + 1;
    const name =
      isRecord(value) && Object.hasOwn(value, 'comment')
        ? `_left_${side}`
        : side === 'request' || !this.#left.has('request')
          ? 'comment'
          : '_left_response';
    this.#edits.push({ start: open, end: open, text: `${JSON.stringify(name)}:${JSON.stringify(note)},` });
  }
}
