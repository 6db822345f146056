// Finds what must not be shown of a raw line of evidence: values of members, fields, attributes, elements and parameters with secret names.
import { isSecretName } from './show.ts';

export type Range = readonly [start: number, end: number];

/** Each pattern captures a name and the value to hide; quotes may be escaped, as in a body inside a HAR. */
const named: readonly RegExp[] = [
  // "name": "value", then the same inside a JSON string: \"name\": \"value\"
  /"(?<name>[^"\\<>]{1,80})"\s{0,8}:\s{0,8}"(?<value>(?:[^"\\]|\\.)*)/dgs,
  /\\"(?<name>[^"\\<>]{1,80})\\"\s{0,8}:\s{0,8}\\"(?<value>(?:[^"\\]|\\{3}.|\\{2}[^\\]?|\\[^"\\])*)/dgs,
  // "name": 12345
  /(?<quote>\\{0,3}")(?<name>[^"\\<>]{1,80})\k<quote>\s{0,8}:\s{0,8}(?<value>[^\s"\\{}[\],]+)/dgs,
  // <name>value and name="value"
  /<(?:[\w.-]{1,40}:)?(?<name>[\w.-]{1,80})(?:\s[^<>]{0,400})?>(?:<!\[CDATA\[)?(?<value>[^<]+)/dg,
  /(?<name>[\w.-]{1,80})\s{0,8}=\s{0,8}(?<open>\\{0,3}["'])(?<value>[^"'<>\\]+)/dg,
  // name=value&… and name: value
  /(?<name>[\w.%[\]-]{1,80})=(?<value>[^\s&;"'<>\\]+)/dg,
  /(?<name>[\w.-]{1,80}):[ \t]{1,8}(?<value>[^"<>{}\\]+)/dg,
];
const always: readonly RegExp[] = [
  /\b(?:Bearer|Basic|Negotiate)\s{1,8}(?<value>[\w.+/=~:-]{6,})/dgi,
  /(?<value>\beyJ[\w-]{8,}(?:\.[\w-]*)*)/dg,
];

/** A HAR writes a field as two members, often on two lines: `"name": "Cookie"`, `"value": "…"`. */
const pairedName = /\\{0,3}"name\\{0,3}"\s{0,8}:\s{0,8}\\{0,3}"([^"\\]{1,80})/g;
const isPairedValue = (name: string): boolean => name === 'value';

/** Ranges to hide in `text`; `around` is the text of the neighbouring lines. */
export function findSecretRanges(text: string, around = ''): Range[] {
  const isPaired = [...`${text}\n${around}`.matchAll(pairedName)].some(([, name = '']) => isSecretName(name));
  const ranges: Range[] = [];
  for (const pattern of named) {
    for (const match of text.matchAll(pattern)) {
      const name = match.groups?.['name'] ?? '';
      const range = match.indices?.groups?.['value'];
      if (range && (isSecretName(name.trim()) || (isPaired && isPairedValue(name)))) ranges.push(range);
    }
  }
  for (const pattern of always) {
    for (const match of text.matchAll(pattern)) {
      const range = match.indices?.groups?.['value'];
      if (range) ranges.push(range);
    }
  }
  return ranges.filter(([start, end]) => end > start).sort((a, b) => a[0] - b[0]);
}
