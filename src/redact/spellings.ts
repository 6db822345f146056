// Other ways to write a value, under which it may stand elsewhere: letters composed and decomposed (Unicode Annex 15), numbers without their grouping, days as midnights.
import type { Kind } from './value-kind.ts';

/** `text` is folded, and is not among them. */
export function spellingsOf(text: string, kind: Kind): string[] {
  const forms: string[] = [];
  if (/[^\u0000-\u007f]/.test(text)) forms.push(text.normalize('NFC'), text.normalize('NFD'));
  if (kind === 'iban' || kind === 'card') forms.push(text.replace(/[\s-]/g, ''));
  if (kind === 'date') {
    const [, day, time] = /^(\d{4}-\d{2}-\d{2})(t00:00(?::00(?:\.0+)?)?(?:z|[+-]\d{2}:?\d{2})?)?$/.exec(text) ?? [];
    // A fraction or an offset behind it is another word.
    if (day !== undefined) forms.push(...(time === undefined ? [`${day}t00:00:00`, `${day}t00:00:00z`] : [day]));
  }
  const digits = kind === 'phone' ? text.replace(/\D/g, '') : '';
  if (digits.length >= 8) forms.push(digits);
  return forms.filter((form) => form !== text);
}
