// Workflow commands: escaped, one per group, at most ten per kind.
import { describe, expect, it } from 'vitest';
import github from '../../src/reporters/github.ts';
import { reports, finding, options, report } from './shared-report.ts';
import type { Report } from '../../src/model/report.ts';

const lines = (one: Report): string[] => [...github.render(one, options)].join('').trimEnd().split('\n');
const command = /^::(error|warning|notice) ((?:[a-zA-Z]+=[^:,\r\n]*)(?:,[a-zA-Z]+=[^:,\r\n]*)*)::.+$/;

describe.each(Object.entries(reports))('%s', (_, one) => {
  it('has only whole commands and lines of its own', () => {
    for (const line of lines(one)) expect(line).toMatch(line.startsWith('truce: ') ? /^truce: [A-Z0-9]/ : command);
  });

  it('has at most ten annotations of a kind', () => {
    for (const kind of ['error', 'warning', 'notice'])
      expect(lines(one).filter((line) => line.startsWith(`::${kind} `)).length).toBeLessThanOrEqual(10);
  });
});

describe('an annotation', () => {
  it('escapes what would end it', () => {
    const [line] = lines(
      report({ findings: [finding('response-body-mismatch', 'info', { message: '100% a\nb', about: 'GET /a:b,c%0A' })] }),
    );
    expect(line).toBe(
      '::notice title=response-body-mismatch GET /a%3Ab%2Cc%250A::100%25 a b%0Afix: Send a boolean, or document `NoMailing` as a string',
    );
  });

  it('stands for all findings of its group', () => {
    expect(lines(reports['kinds'] ?? report({})).filter((line) => line.includes('× 12 exchanges'))).toHaveLength(1);
  });

  it('is not made for what is accepted', () => {
    const one = report({ findings: [finding('response-body-mismatch', 'error', { accepted: { by: 'waiver', reason: 'known' } })] });
    expect(lines(one)).toEqual(['truce: Passes: 0 exchanges checked, every finding is accepted (exit code 0)']);
  });

  it('tells how many are without one', () => {
    expect(lines(reports['many'] ?? report({})).at(-2)).toMatch(
      /^truce: [\d,]+ more errors and [\d,]+ more warnings without an annotation/,
    );
  });
});
