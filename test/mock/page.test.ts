// The page at /__truce/ in a real Chromium, on the real mock: operations are tried, requests appear, state, faults and coverage are shown and changed.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Mock } from '../../src/mock/server.ts';
import { executablePath, launch, open, refuseComplaints, type Watched, whyNot } from './page/browser.ts';
import { sendTo, startThings } from './page/things.ts';

const patience = { timeout: 10_000 };

describe.skipIf(!executablePath)(`the page${whyNot}`, () => {
  let browser: Browser;
  let mock: Mock;
  let watched: Watched;
  const page = () => watched.page;
  const text = (selector: string): Promise<string> => page().locator(selector).innerText();
  const rows = () => page().locator('#journal-list > li');

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    mock = await startThings();
    watched = await open(browser, mock.url);
  });
  afterEach(async () => {
    await page().close();
    await mock.close();
    refuseComplaints(watched);
  });

  it('says what is served, by which version, and that the last reload failed', async () => {
    expect(await text('#contracts')).toContain('1.2.3');
    expect(await text('#about')).toMatch(/^truce \d+\.\d+\.\d+, up \d+ s$/);
    mock.noteReload('Expected `type` to be a string');
    await page().reload();
    await page().locator('#trouble', { hasText: 'Expected `type` to be a string' }).waitFor();
    mock.noteReload();
    await page().locator('#trouble').waitFor({ state: 'hidden', timeout: 8000 });
  });

  it('finds an operation, sends its example and shows the answer', async () => {
    await page().fill('#operations-filter', 'post savething');
    await page().locator('#operations-count', { hasText: '1 of 4' }).waitFor();
    await page().click('.operation');
    expect(await page().inputValue('#attempt-body')).toBe('{\n  "name": "kettle",\n  "weight": 2\n}');
    expect(await page().inputValue('#attempt-headers')).toBe('Content-Type: application/json');
    await page().click('#attempt-send');
    await page().locator('#attempt-answer .status', { hasText: '201' }).waitFor();
    expect(await text('#attempt-answer pre')).toBe('{\n  "name": "kettle",\n  "weight": 2\n}');
    expect(await text('#attempt-answer .fields')).toContain('application/json');
    expect(mock.state()).toEqual({ things: { things: [{ name: 'kettle', weight: 2 }] } });
    await rows().first().locator('.verdict', { hasText: 'conforms' }).waitFor();
    expect(
      mock
        .journal()
        .at(-1)
        ?.request.fields.some(([, value]) => value.includes('Bearer')),
    ).toBe(false);
  });

  it('shows what was wrong with a request, sends preferences, and writes the same request as curl', async () => {
    await page().click('.operation:has-text("/things")');
    await page().fill('#attempt-body', `{"name":7,"note":"it's"}`);
    await page().keyboard.press('Control+Enter');
    await page().locator('#attempt-answer .status', { hasText: '422' }).waitFor();
    expect(await text('#attempt-answer .findings')).toContain('Expected `name` to be a string, got 7');
    expect(await text('#attempt-answer pre')).toContain('"error"');
    await page().selectOption('#prefer-code', '422');
    await page().fill('#prefer-example', 'plain');
    await page().fill('#prefer-wait', '0.05');
    await page().click('#attempt-curl summary');
    expect(await text('#attempt-command')).toBe(
      `curl -i -X POST ${mock.url}/things \\\n  -H 'Content-Type: application/json' \\\n  -H 'Prefer: code=422, example="plain", wait=0.05' \\\n  --data-binary '{"name":7,"note":"it'\\''s"}'`,
    );
    await page().click('#attempt-send');
    await page().locator('#attempt-answer', { hasText: 'preference-applied' }).waitFor();
  });

  it('says what a browser cannot send or show, and sends nothing elsewhere', async () => {
    let visits = 0;
    const elsewhere = createServer((_, response) => response.end(String(++visits))).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    await mock.setState({ things: { things: [], elsewhere: address } });
    await page().click('.operation:has-text("/moved")');
    await page().fill('#attempt-headers', 'Cookie: a=b');
    await page().click('#attempt-send');
    await page().locator('#attempt-answer', { hasText: 'redirect' }).waitFor();
    expect(await text('#attempt-answer')).toContain('does not let a page set Cookie');
    expect(mock.journal().at(-1)?.response.status).toBe(302);
    expect(mock.journal().at(-1)?.response.fields).toContainEqual(['Location', address]);
    for (const url of [address, address.slice(5), 'javascript:alert(1)']) {
      await page().fill('#attempt-url', url);
      await page().click('#attempt-send');
      await page().locator('#attempt-answer [role=alert]', { hasText: 'only to the mock itself' }).waitFor();
    }
    await page().fill('#attempt-url', '/moved');
    await page().fill('#attempt-headers', 'no header');
    await page().click('#attempt-send');
    await page().locator('#attempt-answer [role=alert]', { hasText: 'no colon' }).waitFor();
    await page().click('#attempt-close');
    expect(await page().locator('#attempt').isVisible()).toBe(false);
    expect(visits).toBe(0);
    watched.strangers.length = 0; // Chromium tells of the redirect it does not follow.
    elsewhere.close();
  });

  it('shows a request of another client as it comes, with its finding, and filters', async () => {
    await sendTo(mock, '/things', { name: 'pot' });
    await sendTo(mock, '/things', { weight: 'heavy' });
    await sendTo(mock, '/nowhere?a=1');
    await page().locator('#journal-count', { hasText: '3' }).waitFor();
    expect(await rows().locator('.verdict').allInnerTexts()).toEqual(['unmatched', 'violates 2', 'conforms']);
    await page().selectOption('#journal-verdict', 'violates');
    await page().locator('#journal-count', { hasText: '1 of 3' }).waitFor();
    await page().locator('#journal-list > li:not([hidden]) .row').click();
    const entry = await text('.entry');
    for (const part of ['saveThing', 'request-body-mismatch', 'Expected `weight` to be a number', '/weight', 'Fix', '"weight": "heavy"'])
      expect(entry).toContain(part);
    expect(entry).toMatch(/things\.yaml:\d+:\d+/);
    await page().click('.entry button:has-text("Try it")');
    expect(await page().inputValue('#attempt-body')).toBe('{"weight":"heavy"}');
    await page().selectOption('#journal-verdict', '');
    await page().fill('#journal-filter', '404 nowhere');
    await page().locator('#journal-count', { hasText: '1 of 3' }).waitFor();
    await page().fill('#journal-filter', 'nothing like it');
    await page().locator('#journal-empty', { hasText: 'No request fits' }).waitFor();
    await page().locator('#announcer', { hasText: '3 new requests, 1 against the contract' }).waitFor({ state: 'attached' });
  });

  it('shows the state as it changes, saves an edit, says why it did not, and resets', async () => {
    const area = page().locator('#state-list textarea');
    await sendTo(mock, '/things', { name: 'pot' });
    await expect.poll(() => area.inputValue(), patience).toContain('pot');
    await area.fill('{ "things": [ { "name": "pan" } ]');
    await page().click('#state-list button:has-text("Save")');
    await page().locator('#state-list [role=status]', { hasText: 'Not saved: this is no JSON' }).waitFor();
    expect(mock.state()).toEqual({ things: { things: [{ name: 'pot' }] } });
    await sendTo(mock, '/things', { name: 'lid' });
    await page().locator('#journal-count', { hasText: '2' }).waitFor();
    await page().waitForTimeout(600);
    expect(await area.inputValue()).toContain('pan');
    await area.fill('{ "things": [ { "name": "pan" } ] }');
    await page().click('#state-list button:has-text("Save")');
    await page().locator('#state-list [role=status]', { hasText: 'Saved' }).waitFor();
    expect(mock.state()).toEqual({ things: { things: [{ name: 'pan' }] } });
    await page().click('#reset');
    await page().locator('#state-message', { hasText: 'beginning' }).waitFor();
    expect(mock.state()).toEqual({ things: { things: [] } });
    expect([await rows().count(), mock.journal()]).toEqual([0, []]);
    expect(await area.inputValue()).toBe('{\n  "things": []\n}');
  });

  it('sets, refuses and removes faults', async () => {
    await page().click('#tab-faults');
    await page().selectOption('#fault-operation', 'echo');
    await page().fill('#fault-text', 'explode');
    await page().click('#faults-list button:has-text("Add")');
    await page().locator('#faults-message', { hasText: 'The fault `explode` is not known' }).waitFor();
    watched.complaints.length = 0; // Chromium notes the 400 on its console.
    await page().fill('#fault-text', 'status=503 retry-after=5');
    await page().click('#faults-list button:has-text("Add")');
    await page().locator('#faults-message', { hasText: 'Fault of echo set' }).waitFor();
    expect((await sendTo(mock, '/echo', 1)).status).toBe(503);
    await rows().first().locator('.row').click();
    expect(await text('.entry')).toContain('On purpose');
    await page().click('[aria-label="Remove the fault of echo"]');
    await page().locator('#faults-list', { hasText: 'Nothing goes wrong' }).waitFor();
    expect((await sendTo(mock, '/echo', 1)).status).toBe(200);
  });

  it('shows what was called and what never, and opens what never was', async () => {
    await sendTo(mock, '/things', { name: 1 });
    await page().click('#tab-coverage');
    await page().locator('#panel-coverage', { hasText: '1 of 4 operations' }).waitFor();
    expect(await text('#panel-coverage .items')).toMatch(/saveThing[\s\S]*1 request: 422 × 1[\s\S]*1 against the contract/);
    await sendTo(mock, '/echo', 1);
    await page().locator('#panel-coverage', { hasText: '2 of 4 operations' }).waitFor();
    await page().click('#panel-coverage button:has-text("neverCalled")');
    expect(await text('#attempt-title')).toBe('GET /never');
    await page().click('#attempt-send');
    await page().locator('#attempt-answer .findings').waitFor();
    expect(await text('#attempt-answer')).toMatch(/What is wrong with this answer\s+Expected the body to be a string, got 7/);
  });

  it('clears the journal', async () => {
    await sendTo(mock, '/things', { name: 'pot' });
    await rows().first().waitFor();
    await page().click('#journal-clear');
    await page().locator('#journal-empty').waitFor();
    expect([await rows().count(), mock.journal()]).toEqual([0, []]);
  });

  it('downloads the journal as HAR', async () => {
    await sendTo(mock, '/things', { name: 'pot' });
    await rows().first().waitFor();
    const [download] = await Promise.all([page().waitForEvent('download'), page().click('#journal-har')]);
    const har = JSON.parse(readFileSync(await download.path(), 'utf8')) as { log: { entries: { request: { url: string } }[] } };
    expect(har.log.entries.map(({ request }) => new URL(request.url).pathname)).toEqual(['/things']);
  });

  it('goes on after the mock was started anew', async () => {
    await sendTo(mock, '/things', { name: 'pot' });
    await sendTo(mock, '/things', { name: 'pan' });
    await page().locator('#journal-count', { hasText: '2' }).waitFor();
    await mock.close();
    await page().locator('#connection', { hasText: 'does not answer' }).waitFor();
    mock = await startThings({ port: Number(new URL(mock.url).port) });
    await sendTo(mock, '/echo', 1);
    await page().locator('#connection', { hasText: 'Live' }).waitFor({ timeout: 15_000 });
    await expect.poll(() => rows().locator('.path').allInnerTexts(), patience).toEqual(['/echo']);
    watched.complaints.length = 0; // Chromium notes refused connections on its console.
  });
});
