// Other ways to write a value, under which it may stand elsewhere: letters composed and decomposed (Unicode Annex 15), numbers without their grouping.
import type { Kind } from './value-kind.ts';

/** `text` is folded, and is not among them. */
export function spellingsOf(text: string, kind: Kind): string[] {
  const forms: string[] = [];
  if (/[^\u0000-\u007f]/.test(text)) forms.push(text.normalize('NFC'), text.normalize('NFD'));
  if (kind === 'iban' || kind === 'card') forms.push(text.replace(/[\s-]/g, ''));
  const digits = kind === 'phone' ? text.replace(/\D/g, '') : '';
  if (digits.length >= 8) forms.push(digits);
  return forms.filter((form) => form !== text);
}
