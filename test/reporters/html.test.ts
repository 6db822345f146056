// The HTML report in a real Chromium, opened as a file: read, filtered, searched, walked through by keyboard, printed; and hostile texts stay texts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import html from '../../src/reporters/html.ts';
import { folderWith } from '../cli/folder.ts';
import { executablePath, launch, whyNot } from '../mock/page/browser.ts';
import { files, secrets } from '../shards/evidence.ts';
import { run } from '../shards/in-process.ts';
import { weakContrasts } from './contrasts.ts';
import { createMany, options, reports } from './shared-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'truce-html-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, report = reports[name] ?? reports['empty']!): string {
  const path = join(folder, `${name}.html`);
  writeFileSync(path, [...html.render(report, options)].join(''));
  return path;
}

describe('the text of the file', () => {
  it.each(Object.keys(reports))('is one document that asks nobody: %s', (name) => {
    const text = readFileSync(write(name), 'utf8');
    expect(text).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text).not.toMatch(/<(?:script|link|img|iframe)[^>]*(?:src|href)="(?!data:)/);
    const data = /<script id="data" type="application\/json">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '';
    expect(data).not.toMatch(/<|\u2028|\u2029/);
    expect(() => JSON.parse(data) as unknown).not.toThrow();
  });
});

describe.skipIf(!executablePath)(`the page${whyNot}`, () => {
  let browser: Browser;
  let failing: string;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await launch();
    const cwd = folderWith(files);
    await run(cwd, ['check', '-r', 'html:failing.html']);
    failing = join(cwd, 'failing.html');
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await page.close();
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  });

  async function open(path: string, context: BrowserContextOptions = {}): Promise<void> {
    page = await browser.newPage(context);
    complaints = [];
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith('file:') && !request.url().startsWith('data:')) complaints.push(request.url());
    });
    await page.goto(`file://${path}`);
  }
  const text = (selector: string): Promise<string> => page.locator(selector).innerText();
  const problems = () => page.locator('.problem');
  const counted = (words: RegExp) => page.locator('#findings-count', { hasText: words }).waitFor();

  it('says the verdict, the counts, the contracts and why it could not check', async () => {
    await open(failing);
    expect(await page.title()).toBe('Could not check – Truce report');
    expect(await text('#verdict')).toBe('Could not check');
    expect(await text('#counts')).toMatch(/56\s+exchanges[\s\S]*26\s+violate/);
    expect(await text('#contracts')).toContain('notes.yaml');
    expect(await text('#reasons')).toContain('The file ends inside entry 1');
    expect(await text('#remarks')).toContain('Nothing needed the waiver of response-body-missing');
    expect(await text('#unjudged')).toContain('cdn.example');
  });

  it('draws what the evidence shows, and leads from a contradicted operation to its findings', async () => {
    await open(failing);
    expect(await text('.matrix >> nth=0')).toMatch(/recordings\s+samples\s+pacts\s+examples\s+fields/);
    expect(await page.locator('.operation-row').first().locator('td').first().getAttribute('data-state')).toBe('disputed');
    expect(await page.locator('.operation-row', { hasText: 'createNote' }).locator('.cell').first().getAttribute('data-state')).toBe(
      'unproved',
    );
    expect(await page.locator('.operation-row', { hasText: 'getThings' }).locator('.cell').first().getAttribute('data-state')).toBe(
      'unchecked',
    );
    const operation = page.locator('.operation').first();
    expect(await page.locator('.status-row:visible').count()).toBe(0);
    await operation.click();
    expect(await operation.getAttribute('aria-expanded')).toBe('true');
    await page.locator('.status-row:visible .link', { hasText: '200' }).click();
    expect(await text('.fields:visible')).toMatch(/\/title[\s\S]*otherwise/);
    await page.locator('.jump').first().click();
    expect(await page.inputValue('#filter-operation')).toBe('getNote');
    await counted(/^\d+ of 16 problems/);
  });

  it('opens a finding with both places, both frames, the fix, the rule and the exchanges', async () => {
    await open(failing);
    const problem = page.locator('.problem', { hasText: 'Expected title to be a string' }).first();
    await problem.locator('summary').first().click();
    const frames = problem.locator('pre');
    await frames.nth(1).waitFor();
    expect(await frames.count()).toBe(2);
    expect(await frames.nth(0).locator('mark').innerText()).toBe('5');
    expect(await frames.nth(1).locator('mark').innerText()).toBe('string');
    expect(await problem.innerText()).toMatch(/evidence\/a\.har:1:\d+[\s\S]*notes\.yaml:39:24[\s\S]*What to do: Send the documented type/);
    expect(await problem.locator('.exchanges').innerText()).toContain('Seen in 16 exchanges');
    await problem.locator('a', { hasText: 'about this rule' }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('rule-response-body-mismatch');
  });

  it('filters by severity, rule, contract, operation, evidence and acceptance, and searches', async () => {
    await open(failing);
    const all = await problems().count();
    expect(all).toBe(16);
    await page.selectOption('#filter-severity', 'warning');
    expect(await page.locator('.problem:not([data-severity="warning"])').count()).toBe(0);
    await page.selectOption('#filter-rule', 'response-body-undocumented');
    await counted(/^2 of 16 problems$/);
    await page.click('#clear');
    await page.selectOption('#filter-contract', 'broken');
    await counted(/^4 of 16/);
    await page.click('#clear');
    await page.selectOption('#filter-file', { label: 'evidence/d.pact.json' });
    await counted(/^\d of 16/);
    await page.click('#clear');
    await page.selectOption('#filter-accepted', 'only');
    expect(await problems().first().innerText()).toContain('accepted');
    await page.click('#clear');
    await page.fill('#search', '418 status');
    await counted(/^1 of 16 problems$/);
    await page.fill('#search', 'nothing is called like this');
    await counted(/^0 of 16 problems$/);
  });

  it('is walked through by keyboard', async () => {
    await open(failing);
    const at = () => page.evaluate('[...document.querySelectorAll(".problem > summary")].indexOf(document.activeElement)');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await at()).toBe(1);
    await page.keyboard.press('k');
    expect(await at()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.press('Enter');
    expect(await problems().first().getAttribute('open')).toBe('');
    await page.keyboard.press('/');
    await page.keyboard.type('jk');
    expect(await page.inputValue('#search')).toBe('jk');
    await page.keyboard.press('Escape');
    expect(await page.inputValue('#search')).toBe('');
    await counted(/^16 problems$/);
    await page.keyboard.press('j');
    expect(await at()).toBe(0);
  });

  it('has landmarks, headings, names for everything one can use, and captions', async () => {
    await open(failing);
    expect(await page.locator('header, main, form[role=search]').count()).toBe(3);
    const nameless = `[...document.querySelectorAll('button, input, select, a, [role=region]')].filter((one) =>
      !one.closest('[hidden]') && !(one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.textContent.trim() || one.labels?.length)).map((one) => one.outerHTML)`;
    expect(await page.evaluate(nameless)).toEqual([]);
    expect(await page.locator('table').count()).toBe(await page.locator('table > caption').count());
  });

  it('shows hostile texts as texts', async () => {
    await open(write('hostile'));
    for (const summary of await page.locator('.problem > summary').all()) await summary.click();
    expect(await page.locator('main b >> text=/^&amp/').count()).toBe(0);
    expect(await text('#findings-list')).toContain(`<b>&amp;"'|`);
    expect(await page.locator('#findings-list a[href^="http"]').count()).toBe(0);
    await page.close();
    await open(failing);
    await page.selectOption('#filter-accepted', 'all');
    for (const summary of await page.locator('.problem > summary').all()) await summary.click();
    const shown = await page.content();
    for (const secret of secrets) expect(shown.includes(secret)).toBe(false);
  });

  it('holds five thousand problems with few elements, and none', async () => {
    const many = createMany(5100);
    const findings = many.findings.map((one, n) => ({ ...one, fingerprint: n.toString(16).padStart(16, '0') }));
    await open(write('five-thousand', { ...many, findings }));
    await counted(/^5,000 problems; 100 more are in the json report only$/);
    expect(await page.evaluate('document.querySelectorAll("*").length')).toBeLessThan(3000);
    await page.locator('#more').scrollIntoViewIfNeeded();
    await problems().nth(99).waitFor({ state: 'attached' });
    const started = performance.now();
    await page.fill('#search', 'putcontactentity');
    await counted(/^5,000 problems/);
    expect(performance.now() - started).toBeLessThan(3000);
    await page.close();
    await open(write('conforms'));
    await counted(/^No findings$/);
    expect(await text('#verdict')).toBe('Conforms');
  });

  it.each(['light', 'dark'] as const)('has a contrast of at least 4.5:1 everywhere: %s', async (colorScheme) => {
    await open(failing, { colorScheme });
    await page.selectOption('#filter-accepted', 'all');
    await page.locator('.operation').first().click();
    for (const summary of (await page.locator('.problem > summary').all()).slice(0, 8)) await summary.click();
    expect(await page.evaluate(weakContrasts)).toEqual([]);
    await page.click('#theme');
    expect(await text('#theme')).toBe(colorScheme === 'dark' ? 'Dark' : 'Light');
    expect(await page.evaluate(weakContrasts)).toEqual([]);
  });

  it.each([360, 768, 1280, 1920])('fits %i pixels', async (width) => {
    await open(failing, { viewport: { width, height: 800 } });
    await page.locator('.operation').first().click();
    for (const summary of (await page.locator('.problem > summary').all()).slice(0, 5)) await summary.click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  it('is printed with everything open and no controls, and is as before afterwards', async () => {
    await open(failing, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    await page.locator('.problem-body').nth(15).waitFor();
    expect(await page.locator('.problem[open]').count()).toBe(16);
    expect(await page.locator('.status-row:visible').count()).toBeGreaterThan(0);
    expect(await page.locator('#filters, #theme, #more, .keys').filter({ visible: true }).count()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('light');
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'screen' });
    await page.locator('.problem[open]').first().waitFor({ state: 'detached' });
  });
});
