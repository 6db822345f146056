// Why a text is not JSON (RFC 8259), in words for people: a strict scanner that JSON.parse's own refusal leads to.
import { skipSpace } from './json-scan.ts';
import { plain } from './show.ts';

export interface JsonDiagnosis {
  /** UTF-16 code units into the text. */
  readonly offset: number;
  /** What is wrong, in lower case, fit to follow a colon. */
  readonly message: string;
}

type Expected = 'value' | 'value or `]`' | 'name' | 'name or `}`' | 'colon' | 'end';

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordPattern = /[A-Za-z_$][\w$]{0,40}/y;
const numberish = /[\w.+-]{1,40}/y;
const literals: readonly string[] = ['true', 'false', 'null'];
const escapes = '"\\/bfnrt';

function take(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function nameCharacter(text: string, at: number): string {
  const code = text.codePointAt(at) ?? 0;
  if (code === 0x60) return 'a backtick';
  return code > 0x20 && code < 0x7f ? `\`${String.fromCodePoint(code)}\`` : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The end of the string that opens at `at`, or what is wrong with it. */
function scanString(text: string, at: number): number | JsonDiagnosis {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) return i + 1;
    if (code < 0x20) {
      const what = code === 0x0a || code === 0x0d ? 'a line break' : `the control character ${nameCharacter(text, i)}`;
      return { offset: i, message: `${what} inside a string, which must be written as an escape or belongs after a closing quote` };
    }
    if (code !== 0x5c) continue;
    const next = text[i + 1];
    if (next === undefined) break;
    if (next === 'u') {
      const hex = text.slice(i + 2, i + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) {
        if (i + 2 + hex.length >= text.length && /^[0-9a-fA-F]*$/.test(hex)) break;
        return { offset: i, message: '`\\u` must be followed by four hexadecimal digits' };
      }
      i += 5;
    } else if (escapes.includes(next)) i++;
    else return { offset: i, message: `unknown escape in a string: a backslash before ${nameCharacter(text, i + 1)}` };
  }
  return { offset: text.length, message: 'the text ends inside a string' };
}

/** The end of a number or a literal at `at`, or what is wrong there. */
function scanScalar(text: string, at: number, wanted: string): number | JsonDiagnosis {
  const number = take(numberPattern, text, at);
  const seen = take(numberish, text, at);
  if (number !== undefined && number === seen) return at + number.length;
  if (number !== undefined && number.length > 40) {
    const after = take(numberish, text, at + number.length);
    return after === undefined ? at + number.length : { offset: at + number.length, message: 'malformed number' };
  }
  const word = take(wordPattern, text, at);
  if (word !== undefined) {
    if (literals.includes(word)) return at + word.length;
    if (at + word.length === text.length && literals.some((literal) => literal.startsWith(word)))
      return { offset: text.length, message: `the text ends inside a word, \`${word}\`` };
    const other = literals.find((literal) => literal === word.toLowerCase());
    if (other !== undefined) return { offset: at, message: `unexpected \`${word}\`; JSON writes it \`${other}\`` };
    if (word === 'NaN' || word === 'Infinity' || word === 'undefined') return { offset: at, message: `\`${word}\` is not a JSON value` };
    return { offset: at, message: `unexpected \`${plain(word, 40)}\`, expected ${wanted}` };
  }
  if (seen !== undefined && /^[-+.\d]/.test(seen)) {
    if (seen === '-Infinity') return { offset: at, message: '`-Infinity` is not a JSON value' };
    if (at + seen.length === text.length && /^-?(\d+(\.\d*)?([eE][+-]?)?)?$/.test(seen) && !/^-?0\d/.test(seen))
      return { offset: text.length, message: 'the text ends inside a number' };
    return { offset: at, message: `\`${seen}\` is not a JSON number` };
  }
  return { offset: at, message: describeUnexpected(text, at, wanted) };
}

function describeUnexpected(text: string, at: number, wanted: string): string {
  const char = text[at];
  if (char === "'") return 'single quotes; JSON strings stand in double quotes';
  if (char === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) return 'a comment; JSON has none';
  if (char === '\u201c' || char === '\u201d') return 'typographic quotes; JSON strings stand in `"`';
  return `unexpected ${nameCharacter(text, at)}, expected ${wanted}`;
}

const wantedWords = (expected: Expected, inArray: boolean): string => {
  switch (expected) {
    case 'value':
      return 'a value';
    case 'value or `]`':
      return 'a value or `]`';
    case 'name':
      return 'a property name in double quotes';
    case 'name or `}`':
      return 'a property name in double quotes or `}`';
    case 'colon':
      return '`:` after the property name';
    case 'end':
      return inArray ? '`,` or `]`' : '`,` or `}`';
  }
};

/** Where and why a text is not JSON; undefined when it is. */
export function diagnoseJson(text: string): JsonDiagnosis | undefined {
  if (text.charCodeAt(0) === 0xfeff) return { offset: 0, message: 'the text begins with a byte order mark' };
  const arrays: boolean[] = [];
  let expected: Expected = 'value';
  let i = 0;
  for (;;) {
    i = skipSpace(text, i);
    const inArray = arrays.at(-1);
    if (i >= text.length) {
      if (expected === 'end' && inArray === undefined) return undefined;
      if (inArray === undefined) return { offset: i, message: 'the text is empty' };
      return { offset: i, message: `the text ends inside ${inArray ? 'an array' : 'an object'}` };
    }
    const char = text[i];
    if (expected === 'end') {
      if (inArray === undefined) return { offset: i, message: `unexpected ${nameCharacter(text, i)} after the end of the value` };
      if (char === ',') expected = inArray ? 'value' : 'name';
      else if (char === (inArray ? ']' : '}')) arrays.pop();
      else return { offset: i, message: describeUnexpected(text, i, wantedWords(expected, inArray)) };
      i++;
      continue;
    }
    if (expected === 'colon') {
      if (char !== ':') return { offset: i, message: describeUnexpected(text, i, wantedWords(expected, false)) };
      expected = 'value';
      i++;
      continue;
    }
    if ((char === ']' && expected === 'value or `]`') || (char === '}' && expected === 'name or `}`')) {
      arrays.pop();
      expected = 'end';
      i++;
      continue;
    }
    if ((char === ']' && expected === 'value' && inArray) || (char === '}' && expected === 'name'))
      return { offset: i, message: `a trailing comma before \`${char}\`` };
    const wanted = wantedWords(expected, false);
    const wantsName: boolean = expected === 'name' || expected === 'name or `}`';
    if (char === '"') {
      const end = scanString(text, i);
      if (typeof end !== 'number') return end;
      i = end;
      expected = wantsName ? 'colon' : 'end';
    } else if (wantsName) return { offset: i, message: describeUnexpected(text, i, wanted) };
    else if (char === '{' || char === '[') {
      arrays.push(char === '[');
      expected = char === '[' ? 'value or `]`' : 'name or `}`';
      i++;
    } else {
      const end = scanScalar(text, i, wanted);
      if (typeof end !== 'number') return end;
      i = end;
      expected = 'end';
    }
  }
}
