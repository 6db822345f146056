// A statement in a real Chromium, opened as a file: read, printed on A4, narrow, light and dark; it asks nobody and runs nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/statement/html.ts';
import type { Statement } from '../../src/statement/statement.ts';
import { executablePath, launch, whyNot } from '../mock/page/browser.ts';
import { weakContrasts } from '../reporters/contrasts.ts';
import { hostileStatement, plainStatement } from './samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'truce-statement-page-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [first] = plainStatement.deviations;
const many: Statement = {
  ...plainStatement,
  deviations: Array.from({ length: 12 }, (_, n) => ({ ...first!, severity: (['error', 'warning', 'info'] as const)[n % 3]! })),
  rows: Array.from({ length: 40 }, (_, n) => ({
    ...plainStatement.rows[0]!,
    operation: `GET /a/rather/long/path/of/notes/{id}/${n >> 3}`,
  })),
  comparison: {
    earlier: 'last.json',
    remarks: ['The contract has changed'],
    appeared: [{ fingerprint: 'a', severity: 'error', rule: 'accept-honoured', about: 'GET /notes', message: 'Expected `a`', times: 1 }],
    gone: [],
    unjudged: [],
    stayed: 2,
    dropped: ['getNote, put-idempotent'],
    added: [],
  },
};

describe.skipIf(!executablePath)(`the page${whyNot}`, () => {
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await page.close();
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  });

  async function open(statement: Statement, context: BrowserContextOptions = {}): Promise<void> {
    const path = join(folder, 'statement.html');
    writeFileSync(path, renderHtml(statement));
    page = await browser.newPage(context);
    complaints = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(request.url());
    });
    await page.goto(`file://${path}`);
  }

  it('is read without scripts', async () => {
    await open(many, { javaScriptEnabled: false });
    expect(await page.title()).toBe('Conformance statement: Notes 1.2');
    expect(await page.locator('.standing').innerText()).toMatch(/^Deviates\. The instance deviates/);
    expect(await page.locator('.deviation').count()).toBe(12);
    expect(await page.locator('.deviation pre').nth(1).innerText()).toBe(
      'GET /notes/1 HTTP/1.1\nHost: crm.example\nAccept: application/json',
    );
  });

  it('is styled under its own policy', async () => {
    await open(plainStatement);
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.standing')).borderLeftWidth`)).toBe('6px');
  });

  it('has headings in order, named regions, captions and headers', async () => {
    await open(many);
    const levels = (await page.evaluate(`[...document.querySelectorAll('h1,h2,h3,h4')].map((one) => Number(one.tagName[1]))`)) as number[];
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, at) => at > 0 && level > levels[at - 1]! + 1)).toEqual([]);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(await page.locator('main section[aria-labelledby]').count()).toBe(6);
    expect(await page.locator('table > caption').count()).toBe(1);
    expect(await page.locator('thead th[scope=col]').count()).toBe(5);
    expect(await page.locator('tbody tr').count()).toBe(await page.locator('tbody :is(th[scope=row], th[scope=rowgroup])').count());
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  });

  it.each(['light', 'dark'] as const)('has a contrast of at least 4.5:1 everywhere: %s', async (colorScheme) => {
    for (const standing of ['deviates', 'conforms', 'open'] as const) {
      await open({ ...many, standing }, { colorScheme });
      expect(await page.evaluate(weakContrasts)).toEqual([]);
      if (standing !== 'open') await page.close();
    }
  });

  it.each([320, 768, 1280])('fits %i pixels', async (width) => {
    await open(hostileStatement, { viewport: { width, height: 800 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.close();
    await open(many, { viewport: { width, height: 800 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  it('shows what deviates without scrolling on a telephone', async () => {
    const rows = ['representations-agree', 'undocumented-method-refused'].map((check) => ({ ...plainStatement.rows[0]!, check }));
    await open({ ...many, rows: [...many.rows, ...rows] }, { viewport: { width: 360, height: 800 } });
    expect(await page.evaluate(`[...document.querySelectorAll('.wide')].map((one) => one.scrollWidth - one.clientWidth)`)).toEqual([0]);
  });

  it('shows hostile texts as texts', async () => {
    await open(hostileStatement);
    expect(await page.locator('img, script, details').count()).toBe(0);
    expect(await page.locator('a[href^="http"]').count()).toBe(0);
    expect(await page.locator('.message').innerText()).toContain('<script>alert(1)</script>');
  });

  it('is printed on A4 in black on white, no deviation torn apart', async () => {
    await open(many, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('light');
    expect(await page.evaluate(`[...document.querySelectorAll('.deviation')].map((one) => getComputedStyle(one).breakInside)`)).toEqual(
      Array.from({ length: 12 }, () => 'avoid'),
    );
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    // 210 × 297 mm in points.
    expect(pdf).toMatch(/\/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeLessThan(10);
  });
});
