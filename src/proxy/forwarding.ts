// What changes in a head on its way (RFC 9110 §7.6.1, RFC 9112 §3.2): fields of one connection alone, the target's form, Host, and what the user asked for.
import { type FieldLine, listOf, Malformed, type RequestHead, type ResponseHead } from './head.ts';
import type { Target } from './target.ts';

/** Both connections of an exchange begin and end together, so these say on one what is true of the other. */
const shared: ReadonlySet<string> = new Set(['close', 'keep-alive', 'upgrade', 'te']);
/** Whatever Connection says: who could have these removed could hide where a message ends, or for whom it is. */
const needed: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'host', 'connection']);
const ofOneConnection: ReadonlySet<string> = new Set(['keep-alive', 'proxy-connection']);

/** Lines without those that belong to one connection; the very same list when there are none. */
export function withoutHopByHop(lines: readonly FieldLine[]): readonly FieldLine[] {
  const options = listOf(lines, 'connection');
  const nominated = new Set(options.filter((option) => !shared.has(option)));
  const isUpgrade = options.includes('upgrade') && lines.some(({ name }) => name.toLowerCase() === 'upgrade');
  const te = listOf(lines, 'te');
  // Trailers are passed on; other transfer codings would have to be undone here.
  const keepsTe = te.length > 0 && te.every((coding) => coding === 'trailers') && options.includes('te');
  const kept = (option: string): boolean => (option === 'upgrade' ? isUpgrade : option === 'te' ? keepsTe : shared.has(option));
  const isKept = ({ name }: FieldLine): boolean => {
    const lower = name.toLowerCase();
    if (needed.has(lower)) return true;
    if (lower === 'upgrade') return isUpgrade;
    if (lower === 'te') return keepsTe;
    return !ofOneConnection.has(lower) && !nominated.has(lower);
  };
  return lines.filter(isKept).flatMap((line) => {
    if (line.name.toLowerCase() !== 'connection') return [line];
    const members = line.value.split(',').map((member) => member.trim());
    const rest = members.filter((member) => kept(member.toLowerCase()));
    return rest.length === members.length ? [line] : rest.length === 0 ? [] : [withValue(line, rest.join(', '))];
  });
}

/** Name, white space before the value: as they were. */
export function withValue({ name, raw }: FieldLine, value: string): FieldLine {
  const space = /^[^:]*:[\t ]*/.exec(raw)?.[0] ?? `${name}: `;
  return { name, value, raw: space + value };
}

const line = (name: string, value: string): FieldLine => ({ name, value, raw: `${name}: ${value}` });

export interface ForwardingOptions {
  readonly target: Target;
  /** The client's Host goes on as it is. */
  readonly keepHost: boolean;
  /** Adds X-Forwarded-For, -Host and -Proto. */
  readonly forwarded: boolean;
}

/** The head as it goes to the target. Throws Malformed for a target of another form than a server is asked with. */
export function forwardRequest(head: RequestHead, { target, keepHost, forwarded }: ForwardingOptions, client: string): RequestHead {
  const hosts = head.lines.filter(({ name }) => name.toLowerCase() === 'host');
  if (hosts.length > 1) throw new Malformed('has two Host fields');
  const lines = withoutHopByHop(head.lines).map((one) =>
    !keepHost && one.name.toLowerCase() === 'host' ? withValue(one, target.authority) : one,
  );
  const added = forwarded
    ? [line('X-Forwarded-For', client), ...(hosts[0] ? [line('X-Forwarded-Host', hosts[0].value)] : []), line('X-Forwarded-Proto', 'http')]
    : [];
  return { ...head, target: originForm(head, target), lines: added.length > 0 ? [...lines, ...added] : lines };
}

/** RFC 9112 §3.2: absolute-form names another host, which is the target's business to be; asterisk-form has no path. */
function originForm({ method, target: sent }: RequestHead, { basePath }: Target): string {
  if (sent.startsWith('/')) return basePath + sent;
  const rest = /^https?:\/\/[^/?#]*([^#]*)/i.exec(sent)?.[1];
  if (rest !== undefined) {
    if (rest === '' && method === 'OPTIONS') return '*';
    return basePath + (rest.startsWith('/') ? rest : `/${rest}`);
  }
  if (sent === '*' && method === 'OPTIONS') return sent;
  throw new Malformed('has a target that is neither a path nor a URL');
}

/** `origin`: that of the recorder as the client knows it, for redirects to lead back to; undefined: they stay as they are. */
export function forwardResponse(head: ResponseHead, target: Target, origin: string | undefined): ResponseHead {
  const lines = withoutHopByHop(head.lines);
  if (origin === undefined) return { ...head, lines };
  return { ...head, lines: lines.map((one) => (one.name.toLowerCase() === 'location' ? leadBack(one, target, origin) : one)) };
}

function leadBack(location: FieldLine, target: Target, origin: string): FieldLine {
  let url: URL;
  try {
    url = new URL(location.value);
  } catch {
    return location;
  }
  if (url.origin !== target.origin) return location;
  const rest = location.value.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const { basePath } = target;
  const isBelow = rest === basePath || rest.startsWith(`${basePath}/`) || rest.startsWith(`${basePath}?`);
  return basePath !== '' && !isBelow ? location : withValue(location, origin + rest.slice(basePath.length));
}
