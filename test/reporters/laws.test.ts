// What holds for every reporter on every shared report: printable, secret-free, the same twice, and nothing quadratic.
import { describe, expect, it } from 'vitest';
import { reporterById, reporters } from '../../src/reporters/index.ts';
import type { Report } from '../../src/model/report.ts';
import { stripVTControlCharacters } from 'node:util';
import { columnsOf } from '../../src/reporters/text/columns.ts';
import { asked, createMany, options, reports, secrets } from './shared-report.ts';

// oxlint-disable-next-line no-control-regex -- finding them is the point
const unprintable = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
const small = Object.entries(reports).filter(([name]) => name !== 'many');

/** One reporter tells of pacts only: to it, every file is one. */
const reportFor = (id: string, report: Report): Report =>
  id === 'opc'
    ? { ...report, evidence: [...report.evidence, { uri: 'none', exchanges: 0 }].map((file) => ({ ...file, format: 'pact' })) }
    : report;

const render = (id: string, name: string, more = {}): string => {
  const report = reports[name] && reportFor(id, reports[name]);
  const reporter = reporterById(id);
  if (!report || !reporter) throw new Error(`no ${id} of ${name}`);
  return [...reporter.render(report, { ...options, ...more })].join('');
};

describe('the list of reporters', () => {
  it('has eleven with ids of their own', () => {
    expect(reporters.map(({ id }) => id)).toEqual([
      'text',
      'json',
      'ndjson',
      'junit',
      'sarif',
      'github',
      'markdown',
      'ctrf',
      'html',
      'opc',
      'blob',
    ]);
    expect(reporterById('tap')).toBeUndefined();
  });
});

// A blob is written of runs only (test/shards).
describe.each(reporters.map(({ id }) => id).filter((id) => id !== 'blob'))('%s', (id) => {
  it.each(Object.keys(reports))('prints no control characters and no secrets: %s', (name) => {
    const text = render(id, name);
    expect(unprintable.exec(text)?.[0]).toBeUndefined();
    for (const secret of secrets) expect(text.includes(secret), secret).toBe(false);
    expect(text.isWellFormed()).toBe(true);
    expect(text.endsWith('\n')).toBe(true);
  });

  it.each(small.map(([name]) => name))('is the same on a second run: %s', (name) => {
    expect(render(id, name)).toBe(render(id, name));
  });

  it('comes in pieces of bounded size', () => {
    const many = reportFor(id, createMany(2000));
    const longest = Math.max(...Array.from(reporterById(id)?.render(many, options) ?? [], (piece) => piece.length));
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(20_000);
  });

  it('asks for places in proportion to what it prints', () => {
    const cost = (total: number): number => {
      const report = reportFor(id, createMany(total));
      const before = asked();
      for (const _ of reporterById(id)?.render(report, options) ?? []);
      return asked() - before;
    };
    const [one, ten] = [cost(500), cost(5000)];
    // Pointers are places enough for one of them.
    expect(one).toBeGreaterThan(id === 'opc' ? -1 : 0);
    expect(ten).toBeLessThanOrEqual(one * 11);
  });
});

describe('text', () => {
  it.each([40, 80, 200].flatMap((width) => small.map(([name]): [number, string] => [width, name])))(
    'has no line over %i columns: %s',
    (width, name) => {
      for (const frames of [true, false]) {
        const longest = Math.max(...render('text', name, { width, frames }).split('\n').map(columnsOf));
        expect(longest).toBeLessThanOrEqual(width);
      }
    },
  );

  it.each(small.map(([name]) => name))('says the same with and without colour: %s', (name) => {
    const colored = render('text', name, { color: true });
    expect(colored).toContain('\u001b[');
    expect(stripVTControlCharacters(colored)).toBe(render('text', name));
  });

  it('prints a bounded number of places however many findings there are', () => {
    const before = asked();
    render('text', 'many');
    expect(asked() - before).toBeLessThan(50 * 8);
  });

  it('says how much it left out', () => {
    expect(render('text', 'many')).toMatch(/and [\d,]+ more problems \([\d,]+ findings\) not shown: `--reporter json` has all/);
  });

  it('leaves the tables out when quiet, never the findings and the conclusion', () => {
    const quiet = render('text', 'kinds', { quiet: true });
    expect(quiet).not.toContain('unmatched  ');
    expect(quiet).toContain('× 12 exchanges');
    expect(quiet).toContain('✗ Fails');
    expect(render('text', 'unchecked', { quiet: true })).toContain('A schema of `superoffice` cannot be compiled');
  });

  it('shows no frame unless asked', () => {
    expect(render('text', 'kinds', { frames: false })).not.toContain('^^^');
  });

  it('names the page of a rule once', () => {
    expect(render('text', 'kinds').match(/truce explain response-body-missing/g)).toHaveLength(1);
  });
});

describe('markdown', () => {
  it.each(Object.keys(reports))('stays below the limit of one step: %s', (name) => {
    expect(Buffer.byteLength(render('markdown', name))).toBeLessThan(1024 * 1024);
  });

  it('reads nothing from outside as markup', () => {
    const text = render('markdown', 'hostile').replaceAll(/`[^`\n]*`/g, '');
    expect(text).not.toMatch(/<b>|(?<!\\)\[|https?:\/\//);
  });
});
