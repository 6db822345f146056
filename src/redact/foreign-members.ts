// What stands in a HAR 1.2 file where the format gives it no meaning (`_initiator`, `_webSocketMessages`, titles of pages): only its name and its look tell what it is.
import { type MediaType, parseMediaType } from '../model/media-type.ts';
import { secretMembers } from '../record/secret-names.ts';
import { marker } from '../record/stand-in.ts';
import { rewriteBody } from './body.ts';
import { apply, type Edit, inLiteral, settle } from './edits.ts';
import type { Place } from './entry-places.ts';
import { walkTokens } from './json-tokens.ts';
import { type MessageContext, rewriteUrl } from './message-parts.ts';
import { hintFor, isPersonal } from './personal.ts';

/** `names`: members that are secret wherever they stand. */
export type ForeignContext = MessageContext & { readonly names: ReadonlySet<string> };

const json = parseMediaType('application/json') as MediaType;
const number = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;

/** Changes to one name, string or number of a JSON text; `known` answers for places that have a meaning. */
export function editToken(
  text: string,
  { kind, start, end, path }: Place,
  context: ForeignContext,
  known: (value: string) => string | undefined = () => undefined,
): readonly Edit[] {
  const literal = text.slice(start, end);
  const isNumber = kind === 'number';
  const value = isNumber ? literal : literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
  if (value === '') return [];
  const written = kind === 'name' ? undefined : (known(value) ?? rewriteForeign(value, path, isNumber, context));
  if (written === undefined && !isNumber) return inLiteral(text, start, context.rewriter.edits(value));
  const other = written ?? context.rewriter.text(value);
  if (other === value) return [];
  return [{ start, end, text: isNumber && number.test(other) ? other : JSON.stringify(other) }];
}

/** A JSON text that is no entry. */
export function rewriteForeignText(text: string, context: ForeignContext): string {
  const edits: Edit[] = [];
  walkTokens(text, (token, path) => edits.push(...editToken(text, { ...token, path }, context)));
  return apply(text, settle(edits));
}

/** Undefined where nothing tells what it is. */
function rewriteForeign(value: string, path: Place['path'], isNumber: boolean, context: ForeignContext): string | undefined {
  const { rewriter, names } = context;
  const own = path.filter((step) => typeof step === 'string');
  if (own[0] === '_truce') return undefined;
  // Outside of what recorders add, a member of HAR may have the name the contract gave to a secret one.
  if (own.some((name) => name.startsWith('_')) && secretMembers(names)(own.at(-1), undefined)) return marker;
  const personal = own.findLast((name) => name !== 'serverIPAddress' && isPersonal(name, undefined));
  if (personal !== undefined) return rewriter.value(value, hintFor(personal, undefined), isNumber) ?? rewriter.text(value);
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value)) return rewriteUrl(value, false, context);
  if (!/^\s*[[{]/.test(value)) return undefined;
  const { text, edits } = rewriteBody(value, false, { mediaType: json, entry: undefined, view: 'response', names }, rewriter);
  return apply(text, edits);
}
