// The parts of the text report that have laws of their own: wrapping, hiding secrets, code frames, grouping.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conclude } from '../../src/model/conclusion.ts';
import { groupFindings, showTimes } from '../../src/model/finding-group.ts';
import { columnsOf, wrap } from '../../src/reporters/text/columns.ts';
import { renderFrame } from '../../src/reporters/text/frame.ts';
import { findSecretRanges } from '../../src/model/secret-ranges.ts';
import { fakeSource } from './fake-source.ts';
import { finding, report } from './shared-report.ts';

const dense = (text: string): string => text.replace(/ /g, '');
const style = { width: 40, dim: (text: string) => text, mark: (text: string) => text };

describe('wrap', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', ' ', 'é', '会', '😀', '→'), maxLength: 300 });

  it('keeps every character but spaces, in lines that fit', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ text, whole: fc.boolean() })), fc.integer({ min: 20, max: 100 }), (pieces, width) => {
        const lines = wrap(pieces, width, { first: '  ', columns: 2 });
        expect(dense(lines.join(''))).toBe(dense(pieces.map((piece) => piece.text).join('')));
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('breaks a long path behind no slash but before one', () => {
    expect(wrap([{ text: 'contracts/superoffice/openapi.yaml' }], 24, { first: '', columns: 0 })).toEqual([
      'contracts/superoffice',
      '/openapi.yaml',
    ]);
  });
});

describe('secrets in a line of evidence', () => {
  const hide = (line: string, around = ''): string => {
    let shown = '';
    let at = 0;
    for (const [start, end] of findSecretRanges(line, around)) {
      if (start >= at) shown += `${line.slice(at, start)}…`;
      at = Math.max(at, end);
    }
    return shown + line.slice(at);
  };

  it.each([
    ['{"Password": "hunter2", "Name": "a"}', '{"Password": "…", "Name": "a"}'],
    [String.raw`{"password":"a\"b hunter2","x":1}`, '{"password":"…","x":1}'],
    [String.raw`"text": "{\"accessToken\":\"hunter2\",\"a\":\"b\"}"`, String.raw`"text": "{\"accessToken\":\"…\",\"a\":\"b\"}"`],
    [String.raw`"{\"pwd\":\"hun\\\"ter2\",\"a\":1}"`, String.raw`"{\"pwd\":\"…\",\"a\":1}"`],
    ['{"name": "Cookie", "value": "hunter2"}', '{"name": "Cookie", "value": "…"}'],
    ['{"value": "hunter2", "name": "X-API-Key"}', '{"value": "…", "name": "X-API-Key"}'],
    ['<ns:Password a="b">hunter2</ns:Password>', '<ns:Password a="b">…</ns:Password>'],
    ['<a ticket="hunter2" b="c"/>', '<a ticket="…" b="c"/>'],
    ['/a?b=c&access_token=hunter2&d=e', '/a?b=c&access_token=…&d=e'],
    ['password: hunter2', 'password: …'],
    ['anything Bearer abcdef123', 'anything Bearer …'],
    ['x eyJhbGciOiJI.e30.sig y', 'x … y'],
    ['{"token": 123456}', '{"token": …}'],
    ['{"Name": "value", "value": "kept"}', '{"Name": "value", "value": "kept"}'],
    ['type: boolean', 'type: boolean'],
  ])('%s', (line, shown) => {
    expect(hide(line)).toBe(shown);
  });

  it('are found by the name on the line before', () => {
    expect(hide('"value": "hunter2"', '"name": "Authorization",')).toBe('"value": "…"');
  });

  it('are searched in any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', '\\', '<', '>', ':', '=', 'token', ' ', 'a'), maxLength: 400 }), (line) => {
        for (const [start, end] of findSecretRanges(line)) expect(start < end && end <= line.length).toBe(true);
      }),
    );
  });
});

describe('a code frame', () => {
  it('is cut around the column of a very long line', () => {
    const source = fakeSource('a.json', `{${'"a":1,'.repeat(100_000)}"TARGET":2}`, { '/TARGET': 'TARGET' });
    const [line = '', mark = ''] = renderFrame({ source, pointer: '/TARGET' }, style);
    expect(columnsOf(line)).toBeLessThanOrEqual(40);
    expect(line.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('TARGET');
  });

  it('hides a secret whose name is too far away to be seen', () => {
    const source = fakeSource('a.json', `{"password":"${'s'.repeat(9000)}","b":1}`, { '/b': '"b"' });
    expect(renderFrame({ source, pointer: '/b' }, style).join('\n')).not.toContain('s'.repeat(3));
  });

  it('marks the place behind characters of two columns and of none', () => {
    const source = fakeSource('a.json', '"会社e\u0301": x', { '/a': 'x' });
    const [line = '', mark = ''] = renderFrame({ source, pointer: '/a' }, style);
    expect(columnsOf(line.slice(0, line.indexOf('x')))).toBe(mark.indexOf('^'));
  });

  it('is left out where there is nothing to see', () => {
    expect(renderFrame({ source: fakeSource('a.json', '{\n}', { '/a': '{' }), pointer: '/a' }, style)).toEqual([]);
    expect(renderFrame({ source: { ...fakeSource('a', ''), position: () => ({ line: 9, column: 1 }) }, pointer: '/a' }, style)).toEqual([]);
  });

  it('never exceeds the width and never fails', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(210), fc.nat(210), (text, column, length) => {
        const source = {
          ...fakeSource('a.json', text),
          position: () => ({ line: 1, column: column + 1, end: { line: 1, column: column + length } }),
        };
        const lines = renderFrame({ source, pointer: '/a' }, style);
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(40);
        if (lines.length > 0) expect(lines[1]).toContain('^');
      }),
    );
  });
});

describe('groups', () => {
  const at = (index: number, fingerprint: string, severity: 'error' | 'warning' = 'error') =>
    finding('response-body-mismatch', severity, {
      exchange: { evidence: 'a.har', index, label: `entry ${index}`, claim: 'observed' },
      fingerprint,
    });

  it('are sorted by severity, then place, whatever the order of the findings', () => {
    const findings = [at(5, 'a'), at(1, 'b', 'warning'), at(3, 'c'), at(2, 'a'), at(2, 'a')];
    for (const order of [findings, findings.toReversed()]) {
      expect(
        groupFindings(order).map(({ first, findings: n, exchanges }) => [first.fingerprint, first.exchange?.index, n, exchanges]),
      ).toEqual([
        ['a', 2, 3, 2],
        ['c', 3, 1, 1],
        ['b', 1, 1, 1],
      ]);
    }
  });

  it('say how often', () => {
    const times = (...indexes: number[]): string =>
      groupFindings(indexes.map((index) => at(index, 'a')))
        .map(showTimes)
        .join();
    expect([times(1), times(1, 2), times(1, 1), times(1, 1, 2)]).toEqual(['', '× 2 exchanges', '× 2 places', '× 3 places in 2 exchanges']);
  });
});

describe('the conclusion', () => {
  const warning = finding('response-body-mismatch', 'warning', {});
  it.each([
    [report({}), 'Conforms: 0 exchanges checked, no findings (exit code 0)'],
    [report({ findings: [warning] }), 'Passes: nothing at or above `--fail-on error`, 1 warning below it (exit code 0)'],
    [report({ findings: [warning], failOn: 'never' }), 'Passes because of `--fail-on never`, with 1 warning (exit code 0)'],
    [report({ findings: [warning], failOn: 'info', exitCode: 1 }), 'Fails: 1 warning at or above `--fail-on info` (exit code 1)'],
    [
      report({ findings: [{ ...warning, accepted: { by: 'waiver', reason: 'known' } }] }),
      'Passes: 0 exchanges checked, every finding is accepted (exit code 0)',
    ],
    [report({ exitCode: 2 }), 'Could not check: neither a pass nor a fail (exit code 2)'],
  ])('%#', (one, sentence) => {
    expect(conclude(one)).toBe(sentence);
  });
});
