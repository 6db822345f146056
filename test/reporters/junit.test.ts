// JUnit output is well-formed and has the shape every CI reads: known elements, known attributes, counts that add up.
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import junit from '../../src/reporters/junit.ts';
import { finding, options, outcome, report, reports } from './shared-report.ts';

const counted = ['name', 'tests', 'failures', 'errors', 'skipped', 'time'];
const shape: Readonly<Record<string, { parents: readonly string[]; attributes: readonly string[] }>> = {
  testsuites: { parents: [''], attributes: counted },
  testsuite: { parents: ['testsuites'], attributes: counted },
  testcase: { parents: ['testsuite'], attributes: ['name', 'classname', 'time'] },
  failure: { parents: ['testcase'], attributes: ['message', 'type'] },
  error: { parents: ['testcase'], attributes: ['message', 'type'] },
  skipped: { parents: ['testcase'], attributes: ['message'] },
  'system-out': { parents: ['testcase'], attributes: [] },
};

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

function parse(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const parent = open.at(-1) ?? root;
    expect(shape[name]?.parents).toContain(parent.name);
    expect(Object.keys(attributes)).toEqual(shape[name]?.attributes);
    const element: Element = { name, attributes, children: [], text: '' };
    parent.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    (open.at(-1) ?? root).text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  return root;
}

const resultsOf = (testcase: Element): Element[] => testcase.children.filter(({ name }) => name !== 'system-out');

describe.each(Object.entries(reports).filter(([name]) => name !== 'many'))('%s', (_, shared) => {
  const [suites] = parse([...junit.render(shared, options)].join('')).children;

  it('has a case per exchange, at most one result each', () => {
    const cases = suites?.children.flatMap(({ children }) => children) ?? [];
    expect(cases.length).toBeGreaterThanOrEqual(shared.outcomes.length);
    for (const one of cases) expect(resultsOf(one).length).toBeLessThanOrEqual(1);
    expect(cases.filter((one) => resultsOf(one)[0]?.name === 'skipped')).toHaveLength(shared.totals.verdicts.unmatched);
  });

  it('counts what it holds', () => {
    for (const level of [suites, ...(suites?.children ?? [])]) {
      const cases = level?.name === 'testsuite' ? level.children : (level?.children.flatMap(({ children }) => children) ?? []);
      const has = (name: string): number => cases.filter((one) => resultsOf(one)[0]?.name === name).length;
      expect(level?.attributes).toMatchObject({
        tests: `${cases.length}`,
        failures: `${has('failure')}`,
        errors: `${has('error')}`,
        skipped: `${has('skipped')}`,
      });
    }
  });
});

describe('what fails', () => {
  const exchange = { evidence: 'a.har', index: 0, label: 'entry 0', claim: 'observed' } as const;
  const results = (failOn: 'error' | 'warning' | 'never', verdict: 'violates' | 'unchecked' = 'violates'): string[] => {
    const one = report({
      outcomes: [outcome(exchange, verdict)],
      findings: [finding('response-body-mismatch', 'warning', { exchange })],
      failOn,
    });
    return parse([...junit.render(one, options)].join('')).children.flatMap((suites) =>
      suites.children.flatMap((suite) => suite.children.flatMap(({ children }) => children.map(({ name }) => name))),
    );
  };

  it('is what reaches --fail-on; the rest is noted', () => {
    expect(results('warning')).toEqual(['failure']);
    expect(results('error')).toEqual(['system-out']);
    expect(results('never')).toEqual(['system-out']);
  });

  it('is an error where the exchange could not be judged', () => {
    expect(results('warning', 'unchecked')).toEqual(['error']);
  });

  it('is never lost, even without an outcome', () => {
    const one = report({ findings: [finding('response-body-mismatch', 'error', { exchange })] });
    expect([...junit.render(one, options)].join('')).toContain('failures="1"');
  });

  it('replaces what XML cannot hold', () => {
    const xml = [
      ...junit.render(report({ outcomes: [outcome({ ...exchange, label: 'a\u0000\uFFFE\uD800]]>&<"b' }, 'conforms')] }), options),
    ].join('');
    expect(xml).toContain('name="a\uFFFD\uFFFD]]&gt;&amp;&lt;&quot;b');
  });
});
