// String formats as plain functions, for peers that know none unless they are handed some.
import { fullFormats } from 'ajv-formats/dist/formats.js';

type Check = (value: never) => boolean;

/** Of the OpenAPI format registry; ajv-formats does not know it. */
export const dateTimeLocal = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?$/;

function checkOf(format: unknown): Check | undefined {
  if (format instanceof RegExp) return (value: string) => format.test(value);
  if (typeof format === 'function') return format as Check;
  const validate = typeof format === 'object' && format !== null && 'validate' in format ? format.validate : undefined;
  return validate === undefined ? undefined : checkOf(validate);
}

/**
 * The string formats of ajv-formats "full" and the registry's `date-time-local`. Number formats are left out: a function handed to
 * ajv as a format is asked about strings only, and would take the place of an `int32` the peer knows by itself.
 */
export const stringFormats: Record<string, Check> = { 'date-time-local': (value: string) => dateTimeLocal.test(value) };
for (const [name, format] of Object.entries(fullFormats)) {
  const check = typeof format === 'object' && 'type' in format ? undefined : checkOf(format);
  if (check) stringFormats[name] = check;
}
