// The baseline file: findings that were there when somebody drew the line, by fingerprint.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Finding } from '../model/finding.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { judgePlainValue } from '../openapi/plain-schema.ts';
import { parseDocument } from '../source/document.ts';
import { explainErrno } from '../source/read.ts';

export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  /** For people who read the file. */
  readonly about: string;
  readonly message: string;
}

const schema = {
  type: 'object',
  required: ['version', 'findings'],
  properties: {
    version: { const: 1 },
    findings: {
      type: 'array',
      items: {
        type: 'object',
        required: ['fingerprint', 'rule'],
        properties: { fingerprint: { type: 'string', pattern: '^[0-9a-f]{16}$' }, rule: { type: 'string' } },
      },
    },
  },
};

/** Reads a baseline; a missing file is an empty one. Throws a UserError when it is damaged. */
export function readBaseline(path: string, shown: string): BaselineEntry[] {
  if (!existsSync(path)) return [];
  const text = attempt(`The baseline ${quote(shown, 200)} cannot be read`, () => readFileSync(path, 'utf8'));
  const { value } = parseDocument(text, shown);
  const [mismatch] = judgePlainValue(schema, value, 'the baseline');
  if (mismatch)
    throw new UserError(`${shown}: ${mismatch.message}`, {
      hint: `Write it anew with \`truce check --update-baseline\`, or correct ${quote(mismatch.pointer)}`,
    });
  return (value as { findings: BaselineEntry[] }).findings.map(({ fingerprint, rule, about = '', message = '' }) => ({
    fingerprint,
    rule,
    about,
    message,
  }));
}

/** Writes the findings that count, one entry per fingerprint in a stable order; the file is replaced in one step. */
export function writeBaseline(path: string, findings: readonly Finding[]): number {
  const entries = new Map<string, BaselineEntry>();
  for (const { fingerprint, rule, about, message, accepted } of findings) {
    if ((accepted === undefined || accepted.by === 'baseline') && !entries.has(fingerprint))
      entries.set(fingerprint, { fingerprint, rule, about, message });
  }
  const sorted = [...entries.values()].toSorted((a, b) => (`${a.rule} ${a.fingerprint}` < `${b.rule} ${b.fingerprint}` ? -1 : 1));
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    attempt(`The baseline ${quote(basename(path), 200)} cannot be written`, () => {
      writeFileSync(temporary, `${JSON.stringify({ version: 1, findings: sorted }, undefined, 2)}\n`);
      renameSync(temporary, path);
    });
  } finally {
    rmSync(temporary, { force: true });
  }
  return sorted.length;
}

function attempt<T>(failure: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new UserError(`${failure}: ${explainErrno(error)}`, { hint: 'Check `baseline` in the config', cause: error });
  }
}
