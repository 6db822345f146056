// Two runs compared: by fingerprint, by what was tried, and what is no report is refused with a way out.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Outcome, Report } from '../../src/model/report.ts';
import json from '../../src/reporters/json.ts';
import { compareReports } from '../../src/statement/comparison.ts';
import { showComparison } from '../../src/statement/comparison-text.ts';
import { parseEarlierReport, readEarlierReport } from '../../src/statement/earlier-report.ts';
import { options, reports } from '../reporters/shared-report.ts';
import { hostile } from './samples.ts';

const evidence = 'probe.har';
const reference = (index: number) => ({ evidence, index, label: `entry ${index}`, claim: 'observed' as const });

function outcome(index: number, check: string, name = 'plain'): Outcome {
  return {
    exchange: reference(index),
    operation: { contract: 'notes', id: 'getNote', method: 'get', path: '/notes' },
    verdict: 'conforms',
    tried: { operation: 'getNote', check, case: name },
  };
}

function finding(fingerprint: string, index: number, rest: Partial<Finding> = {}): Finding {
  return {
    rule: 'response-body-mismatch',
    severity: 'error',
    side: 'response',
    message: 'Expected `/title` to be a string, got 5',
    fix: 'Send a string',
    related: [],
    exchange: reference(index),
    operation: { contract: 'notes', id: 'getNote', method: 'get', path: '/notes' },
    about: 'GET /notes → 200',
    fingerprint: fingerprint.padEnd(16, '0'),
    ...rest,
  };
}

const contracts: Report['contracts'] = [{ id: 'notes', uri: 'notes.yaml', title: 'Notes', version: '1', operations: 1 }];
const reportOf = (findings: readonly Finding[], outcomes: readonly Outcome[], rest: Partial<Report> = {}): Report => ({
  ...reports['empty']!,
  contracts,
  findings,
  outcomes,
  ...rest,
});
const earlierOf = (report: Report) => parseEarlierReport([...json.render(report, options)].join(''), 'last.json');
const prints = (all: readonly { readonly fingerprint: string }[]): string[] => all.map(({ fingerprint }) => fingerprint.replace(/0+$/, ''));

describe('a comparison', () => {
  it('tells new, gone and remaining findings, and what nobody asked again', () => {
    const before = reportOf(
      [finding('aaa', 0), finding('bbb', 0), finding('ccc', 1), finding('ddd', 2)],
      [outcome(0, 'one'), outcome(1, 'two'), outcome(2, 'one', 'other')],
    );
    const now = reportOf([finding('aaa', 0), finding('eee', 1), finding('eee', 0)], [outcome(0, 'one'), outcome(1, 'three')]);
    const comparison = compareReports(earlierOf(before), now);
    expect(prints(comparison.appeared)).toEqual(['eee']);
    expect(comparison.appeared[0]?.times).toBe(2);
    expect(prints(comparison.gone)).toEqual(['bbb']);
    expect(prints(comparison.unjudged)).toEqual(['ccc', 'ddd']);
    expect(comparison).toMatchObject({ stayed: 1, dropped: ['getNote, two'], added: ['getNote, three'], remarks: [] });
  });

  it('does not call new what was accepted then, nor gone what is accepted now', () => {
    const accepted = { by: 'waiver' as const, reason: 'known' };
    const before = reportOf([finding('aaa', 0, { accepted }), finding('bbb', 0)], [outcome(0, 'one')]);
    const now = reportOf([finding('aaa', 0), finding('bbb', 0, { accepted })], [outcome(0, 'one')]);
    expect(compareReports(earlierOf(before), now)).toMatchObject({ appeared: [], gone: [], unjudged: [], stayed: 2 });
  });

  it('does not call gone what was sent again and not judged', () => {
    const before = reportOf(
      [finding('aaa', 0), finding('bbb', 1), finding('ccc', 2)],
      [outcome(0, 'one'), outcome(1, 'two'), outcome(2, 'three')],
    );
    const mute = { ...outcome(1, 'two'), verdict: 'unchecked' as const };
    const half = [outcome(2, 'three'), { ...outcome(3, 'three'), verdict: 'unchecked' as const }];
    const comparison = compareReports(earlierOf(before), reportOf([], [outcome(0, 'one'), mute, ...half]));
    expect(prints(comparison.gone)).toEqual(['aaa']);
    expect(prints(comparison.unjudged)).toEqual(['bbb', 'ccc']);
    expect(showComparison(comparison, 80)).toContain('2 not judged again');
  });

  it('says that contract or Truce are others, and that checks are not known', () => {
    const { tried: _, ...untold } = outcome(0, 'one');
    const before = reportOf([], [untold], {
      contracts: [{ ...contracts[0]!, version: '0.9' }],
      tool: { name: 'truce', version: '0.0.1' },
    });
    const now = reportOf([], [outcome(0, 'one')]);
    expect(compareReports(earlierOf(before), now).remarks.join('\n')).toMatch(
      /contract has changed \(notes 0\.9 then, notes 1 now\)[\s\S]*made by Truce 0\.0\.1[\s\S]*which checks were tried/,
    );
    expect(compareReports(earlierOf(before), now)).toMatchObject({ dropped: [], added: [] });
    const other = reportOf([], [outcome(0, 'one')], { contracts: [{ ...contracts[0]!, id: 'books' }] });
    expect(compareReports(earlierOf(other), now).remarks).toEqual([
      expect.stringContaining('about another contract (books 1 then, notes 1 now)'),
    ]);
  });
});

describe('a comparison as text', () => {
  const long = finding('fff', 0, { message: `Expected ${'word '.repeat(80)}end` });
  it('is at most eighty columns wide, and harmless', () => {
    const now = reportOf([long, finding('aaa', 0, { message: hostile, about: hostile })], [outcome(0, 'one')]);
    const shown = showComparison(compareReports(earlierOf(reportOf([finding('bbb', 0)], [outcome(0, 'one')])), now), 80);
    expect(shown).toMatch(/^since last\.json: 2 new findings, 1 gone, 0 still there\n {2}new:\n/);
    expect(shown.split('\n').filter((line) => line.length > 80 && line.trim().includes(' '))).toEqual([]);
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it('says when there is nothing to say', () => {
    const nothing = reportOf([], [outcome(0, 'one')]);
    expect(showComparison(compareReports(earlierOf(nothing), nothing), 80)).toBe('since last.json: no findings then and none now\n');
  });
});

describe('a file that is no report', () => {
  const whole = { version: 1, tool: { name: 'truce', version: '0.1.0' }, contracts: [], findings: [], outcomes: [] };
  it.each([
    ['', 'it cannot be parsed'],
    ['{"log":{}}', '`tool.name` is not `truce`'],
    ['[]', 'it holds []'],
    [JSON.stringify({ ...whole, version: 2 }), 'its shape is version 2'],
    [JSON.stringify({ ...whole, findings: [1] }), '`findings` is no list of objects'],
    [JSON.stringify({ ...whole, outcomes: {} }), '`outcomes` is no list of objects'],
    [JSON.stringify({ ...whole, findings: [{ severity: 'error' }] }), '`findings/0` has no fingerprint'],
    [JSON.stringify({ ...whole, findings: [{ fingerprint: 'a', severity: 'fatal' }] }), 'has the severity "fatal"'],
  ])('%s', (text, why) => {
    expect(() => parseEarlierReport(text, 'last.json')).toThrow(
      expect.objectContaining({
        name: 'UserError',
        message: expect.stringContaining(why),
        hint: expect.stringContaining('--reporter json:'),
      }),
    );
  });

  it('is named when it is not there, or is a folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'truce-earlier-'));
    expect(() => readEarlierReport(join(folder, 'none.json'), 'none.json')).toThrow('"none.json" cannot be read: there is no such file');
    expect(() => readEarlierReport(folder, 'folder')).toThrow('it is a folder');
    writeFileSync(join(folder, 'bom.json'), `\ufeff${JSON.stringify(whole)}`);
    expect(readEarlierReport(join(folder, 'bom.json'), 'bom.json').truce).toBe('0.1.0');
    rmSync(folder, { recursive: true });
  });
});
