// The page at /__truce/ against texts that try to do harm, against floods, without a stream, and with a token.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/mock/page/api.js';
import type { Mock } from '../../../src/mock/server.ts';
import { executablePath, launch, open, refuseComplaints, type Watched, whyNot } from './browser.ts';
import { harm, sendTo, startThings } from './things.ts';

const patience = { timeout: 10_000 };

describe.skipIf(!executablePath)(`the page under attack${whyNot}`, () => {
  let browser: Browser;
  let mock: Mock;

  beforeAll(async () => {
    browser = await launch();
    mock = await startThings();
  });
  afterAll(async () => {
    await browser.close();
    await mock.close();
  });

  /** Nothing of the texts became an element, and no script ran. */
  async function refuseHarm(watched: Watched): Promise<void> {
    const { page } = watched;
    expect(
      await page.evaluate(() => [
        document.querySelectorAll('img, iframe, object, embed, svg, [onerror], [style]').length,
        document.scripts.length,
        'harmed' in globalThis,
        ({} as Record<string, unknown>)['polluted'],
      ]),
    ).toEqual([0, 1, false, undefined]);
    refuseComplaints(watched);
    await page.close();
  }

  it('shows hostile titles, targets, headers, bodies and findings as text', async () => {
    const watched = await open(browser, mock.url);
    const { page } = watched;
    await mock.reset();
    const body = `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"name":${JSON.stringify(harm)},"big":12345678901234567890}`;
    await sendTo(mock, '/echo', body, { 'X-Harm': harm });
    await sendTo(mock, `/echo?${encodeURIComponent(harm)}`, harm);
    await sendTo(mock, '/things', { name: { [harm]: harm }, weight: harm });
    await page.locator('#journal-list > li').nth(2).waitFor();
    for (const row of await page.locator('.row').all()) await row.click();
    const shown = await page.locator('#journal-list').innerText();
    for (const part of [harm, JSON.stringify(harm), '"__proto__": {', '"big": 12345678901234567890']) expect(shown).toContain(part);
    expect(await page.locator('#contracts').innerText()).toContain(harm);
    expect(await page.locator('#operations-list').innerText()).toContain(harm);
    await page.click('.operation:has-text("/echo")');
    await page.fill('#attempt-body', body);
    await page.click('#attempt-send');
    await page.locator('#attempt-answer .status', { hasText: '200' }).waitFor();
    expect(await page.locator('#attempt-answer pre').innerText()).toContain(JSON.stringify(harm));
    await refuseHarm(watched);
  });

  it('keeps hostile state and faults as text in their fields', async () => {
    const watched = await open(browser, mock.url);
    const { page } = watched;
    await mock.setState({ things: JSON.parse(`{"__proto__":{"polluted":true},"text":${JSON.stringify(harm)}}`) as unknown });
    await page.click('#tab-state');
    await expect.poll(() => page.inputValue('#state-list textarea'), patience).toContain('"__proto__": {');
    await page.click('#state-list button:has-text("Save")');
    await page.locator('#state-list [role=status]', { hasText: 'Saved' }).waitFor();
    expect(JSON.stringify(mock.state())).toBe(
      JSON.stringify({ things: JSON.parse(await page.inputValue('#state-list textarea')) as unknown }),
    );
    await refuseHarm(watched);
  });

  it('cuts a body of 2 MB until all of it is wanted', async () => {
    const watched = await open(browser, mock.url);
    const { page } = watched;
    const large = `"${'x'.repeat(2_000_000)}"`;
    await page.click('.operation:has-text("/echo")');
    await page.fill('#attempt-body', large);
    await page.click('#attempt-send');
    await page.locator('#attempt-answer .status', { hasText: '200' }).waitFor();
    const length = () => page.locator('#attempt-answer pre').evaluate((pre) => pre.textContent?.length);
    expect(await length()).toBe(4000);
    await page.click('#attempt-answer button:has-text("Show all 2,000,002 characters")');
    expect(await length()).toBe(2_000_002);
    await page.locator('.row').first().click();
    expect(await page.locator('.entry').innerText()).toContain('the whole has 2.0 MB');
    await refuseHarm(watched);
  });

  it('holds at most 500 rows in a flood, the newest, and stays usable', async () => {
    const watched = await open(browser, mock.url);
    const { page } = watched;
    for (let batch = 0; batch < 14; batch++)
      await Promise.all(Array.from({ length: 50 }, (_, index) => sendTo(mock, '/things', { name: `${batch}-${index}` })));
    await sendTo(mock, '/echo?last', '"the last"');
    // The page's idea of an entry is that of the mock, or this does not compile.
    const entries: readonly Entry[] = mock.journal();
    await expect.poll(() => page.locator('.row .path').first().innerText(), patience).toBe('/echo?last');
    expect([await page.locator('#journal-count').innerText(), await page.locator('#journal-list > li').count()]).toEqual(['500', 500]);
    await page.locator('.row').first().click();
    expect(await page.locator('.entry pre').first().innerText()).toBe('"the last"');
    await page.locator('.row').last().click();
    const oldest = entries.at(-500)?.request.body ?? '';
    expect(
      (
        await page
          .locator('.entry pre')
          .last()
          .evaluate((pre) => pre.closest('.entry')?.querySelector('pre')?.textContent)
      )?.replace(/\s/g, ''),
    ).toBe(oldest);
    await refuseHarm(watched);
  });

  it('asks for the journal itself where no stream comes through', async () => {
    await mock.reset();
    const context = await browser.newContext();
    await context.route('**/journal/stream', (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<p>a portal</p>' }));
    const page = await context.newPage();
    await page.goto(`${mock.url}/__truce/`);
    await page.locator('#connection', { hasText: 'Asking every second' }).waitFor();
    await sendTo(mock, '/nowhere/polled');
    await expect.poll(() => page.locator('.row .path').allInnerTexts(), patience).toEqual(['/nowhere/polled']);
    await context.close();
  });

  it('is served with a policy that lets it talk to its own origin only', async () => {
    const watched = await open(browser, mock.url);
    const { page } = watched;
    const [one, two] = await Promise.all([sendTo(mock, '/__truce/'), sendTo(mock, '/__truce')]);
    const policy = (response: Response): string => response.headers.get('content-security-policy') ?? '';
    expect(policy(one)).toMatch(
      /^default-src 'none'; connect-src 'self'; style-src 'nonce-[\w+/]{22}=='; script-src 'nonce-[\w+/]{22}=='; img-src data:; /,
    );
    expect(policy(one)).not.toBe(policy(two));
    const tries = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.harmed = 1';
      document.body.append(script);
      const link = document.createElement('button');
      link.setAttribute('onclick', 'globalThis.harmed = 1');
      link.click();
      return ['harmed' in globalThis, await fetch('http://127.0.0.1:9/').catch(() => 'refused')];
    });
    expect(tries).toEqual([false, 'refused']);
    expect(watched.complaints.filter((text) => text.includes('Content Security Policy')).length).toBeGreaterThanOrEqual(3);
    await page.close();
  });
});

describe.skipIf(!executablePath)(`the page of a guarded mock${whyNot}`, () => {
  let browser: Browser;
  let mock: Mock;
  const token = 'a token & more';

  beforeAll(async () => {
    browser = await launch();
    mock = await startThings({ token });
  });
  afterAll(async () => {
    await browser.close();
    await mock.close();
  });

  it('takes the token from the address, removes it there, and keeps it for the tab', async () => {
    const watched = await open(browser, mock.url, { path: `/__truce/?token=${encodeURIComponent(token)}` });
    const { page } = watched;
    expect(page.url()).toBe(`${mock.url}/__truce/`);
    await page.reload();
    await page.locator('#connection', { hasText: 'Live' }).waitFor();
    await page.click('.operation:has-text("/things")');
    await page.click('#attempt-send');
    await page.locator('.row', { hasText: '/things' }).waitFor();
    // The mock's own operations never get to see it.
    expect(JSON.stringify(mock.journal().map(({ request }) => request.fields))).not.toContain('a token');
    refuseComplaints(watched);
    await page.close();
  });

  it('asks for the token when there is none, and again when it is wrong', async () => {
    const watched = await open(browser, mock.url, { wait: 'Locked' });
    const { page } = watched;
    expect(await page.locator('#main').isVisible()).toBe(false);
    await page.fill('#token', 'wrong');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${mock.url}/__truce/`);
    await page.locator('#connection', { hasText: 'Locked' }).waitFor();
    await page.fill('#token', token);
    await page.keyboard.press('Enter');
    await page.locator('#connection', { hasText: 'Live' }).waitFor();
    expect([page.url(), await page.locator('.operation').count()]).toEqual([`${mock.url}/__truce/`, 4]);
    await page.close();
  });
});
