// What a fault is: a layer between the socket and a vendor's world, named, explained and switchable.
import { essenceOf, parseJson } from '../reading.ts';
import type { Answer, Answerer, Received, Vendor, VendorId, World } from '../vendor.ts';

export type Layer = (request: Received, next: Answerer) => Answer | Promise<Answer>;

export interface FaultContext {
  readonly vendor: Vendor;
  readonly world: World;
  readonly now: () => Date;
  /** Header fields of somebody who is signed in. */
  readonly signedIn: Readonly<Record<string, string>>;
}

export interface FaultEntry {
  /** What goes wrong in the wild that this stands for. */
  readonly imitates: string;
  /** Whose instances can have it. */
  readonly vendors: readonly VendorId[];
  /** Which rule, or which question of a probe, should notice. */
  readonly foundBy: string;
  /** What may stand behind `=`, in words. */
  readonly value?: string;
  /** Applies to signing in as well; otherwise that works. */
  readonly everywhere?: boolean;
  /** Absent where the vendor's own world knows the habit. */
  readonly layer?: (value: string | undefined, context: FaultContext) => Layer;
}

export const everyone: readonly VendorId[] = ['superoffice', 'onlyoffice', 'odyssee'];

export const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300;
export const isWrite = ({ method }: Received): boolean => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';

export function jsonOf({ headers, body = '' }: Answer): unknown {
  return /[/+]json$/.test(essenceOf(headers?.['Content-Type'])) ? parseJson(Buffer.from(body).toString()) : undefined;
}

/** Another JSON object in place of the answer's; an answer without one stays as it is. */
export function editJson(given: Answer, edit: (value: Record<string, unknown>) => unknown): Answer {
  const value = jsonOf(given);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return given;
  return { ...given, body: JSON.stringify(edit(structuredClone(value) as Record<string, unknown>)) };
}

export const editText = (given: Answer, edit: (text: string) => string): Answer =>
  given.body === undefined ? given : { ...given, body: edit(Buffer.from(given.body).toString()) };

/** The member at a path, to be replaced or removed; nothing happens where there is none. */
export function editMember(
  value: Record<string, unknown>,
  path: readonly string[],
  edit: (holder: Record<string, unknown>, name: string) => void,
): void {
  const last = path.at(-1) ?? '';
  let holder: unknown = value;
  for (const name of path.slice(0, -1))
    holder = typeof holder === 'object' && holder !== null ? (holder as Record<string, unknown>)[name] : undefined;
  if (typeof holder === 'object' && holder !== null && last in holder) edit(holder as Record<string, unknown>, last);
}

export const serverError = ({ serverError: value }: Vendor): Answer => ({
  status: 500,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

/** The same request with an entity that the vendor accepts. */
export const withAcceptedEntity = (request: Received, { entity, mediaTypes }: Vendor): Received => ({
  ...request,
  headers: { ...request.headers, 'content-type': mediaTypes[0] },
  body: Buffer.from(JSON.stringify(entity)),
});
