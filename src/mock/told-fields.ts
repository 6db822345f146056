// Header fields that tell a client what the mock did with its request: preferences it applied (RFC 7240 §3), findings it had.
import type { Field } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import { plain } from '../model/show.ts';
import type { Preferences } from './preferences.ts';

export function preferenceApplied(preferences: Preferences): Field[] {
  const applied = Object.entries(preferences).map(([name, value]) => `${name}=${name === 'wait' ? Number(value) / 1000 : String(value)}`);
  // A name or seed may hold what a field cannot carry.
  return applied.length > 0 ? [['Preference-Applied', escapeField(applied.join(', '))]] : [];
}

/** What was wrong, for clients whose documented error has no room for it: at most a few lines, one field. */
export function findingsField(errors: readonly Finding[], name = 'Truce-Findings'): Field[] {
  if (errors.length === 0) return [];
  const shown = errors.slice(0, 5).map(({ rule, message }) => ({ rule, message: plain(message, 300) }));
  return [[name, escapeField(JSON.stringify(shown))]];
}

/** Header fields carry ASCII: everything else is escaped the JSON way. */
const escapeField = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
