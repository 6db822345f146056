// JSON bodies (RFC 8259) and every type with the `+json` suffix (RFC 6839 §3.1), read without silent losses.
import { textOf } from '../model/content.ts';
import type { ContentFormat, DecodeNote } from '../model/content.ts';
import { diagnoseJson, inspectJson, locateJson } from '../model/json-text.ts';
import { plain } from '../model/show.ts';
import { mayLose } from './json-loss.ts';
import { secretsOfJson } from './json-secrets.ts';

const format: ContentFormat = {
  id: 'json',
  yields: 'value',
  addressing: 'json',
  matches: ({ subtype, suffix }) => subtype === 'json' || suffix === 'json',
  decode(content, { mediaType }) {
    const { text: whole, notes } = textOf(content, mediaType);
    let text = whole;
    if (text.charCodeAt(0) === 0xfeff) {
      text = text.slice(1);
      notes.push({
        kind: 'byte-order-mark',
        severity: 'error',
        message: 'Expected no byte order mark before JSON (RFC 8259 §8.1), got one',
        pointer: '',
      });
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      const offset = whole.length - text.length;
      if (text.length < 1000 && text.trim() === '') return { kind: 'malformed', message: 'Expected JSON, the body is empty', offset };
      const problem = diagnoseJson(text);
      if (problem) return { kind: 'malformed', message: problem.message, offset: offset + problem.offset };
      return { kind: 'malformed', message: `Expected JSON: ${plain(error instanceof Error ? error.message : String(error))}` };
    }
    if (mayLose(text, value)) notes.push(...losses(text));
    return { kind: 'value', value, notes };
  },
  locate: (text, pointer, at) => locateJson(text, pointer, at),
  secrets: (text, { shape }, isSecret) => secretsOfJson(text, shape, isSecret),
  encode: (value) => JSON.stringify(value) ?? 'null',
};
export default format;

function losses(text: string): DecodeNote[] {
  const { duplicates, lossy } = inspectJson(text);
  return [
    ...duplicates.map(({ pointer, key }): DecodeNote => ({
      kind: 'duplicate-key',
      severity: 'error',
      message: `Expected each name once, got \`${plain(key, 60)}\` again in the same object`,
      pointer,
    })),
    ...lossy.map(({ pointer, digits }): DecodeNote => ({
      kind: 'lossy-number',
      severity: 'warning',
      message: Number.isFinite(Number(digits))
        ? `The number ${plain(digits, 60)} has more digits than a double holds`
        : `The number ${plain(digits, 60)} is larger than a double holds`,
      pointer,
      digits,
    })),
  ];
}
