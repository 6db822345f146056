// A real Chromium for the tests of the page, watched: what it says on its console, and where it sends requests.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const { TRUCE_CHROMIUM } = process.env;
const places = TRUCE_CHROMIUM ? [TRUCE_CHROMIUM] : ['/usr/bin/chromium', '/usr/bin/google-chrome'];
export const executablePath = places.find((path) => existsSync(path));
/** The rest of the title of tests that do not run. */
export const whyNot = executablePath ? '' : `, not tested: there is no Chromium at ${places.join(', ')}; TRUCE_CHROMIUM may name one`;

export const launch = (): Promise<Browser> =>
  chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  });

export interface Watched {
  readonly page: Page;
  /** Errors and warnings of the page; that an operation answered 4xx is none. */
  readonly complaints: string[];
  readonly strangers: string[];
}

/** Opens the page of a mock and waits until it follows the journal. */
export async function open(
  browser: Browser,
  url: string,
  options: BrowserContextOptions & { path?: string; wait?: string } = {},
): Promise<Watched> {
  const { path = '/__truce/', wait = 'Live', ...context } = options;
  const page = await browser.newPage(context);
  const watched: Watched = { page, complaints: [], strangers: [] };
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => {
    const isAnswer = message.text().startsWith('Failed to load resource') && !message.location().url.includes('/__truce/');
    if (['error', 'warning'].includes(message.type()) && !isAnswer) watched.complaints.push(message.text());
  });
  page.on('pageerror', (error) => watched.complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    watched.complaints.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (/^(?:https?|wss?):/.test(request.url()) && new URL(request.url()).origin !== url) watched.strangers.push(request.url());
  });
  await page.goto(url + path);
  if (wait !== '') await page.locator('#connection', { hasText: wait }).waitFor();
  return watched;
}

/** Throws when the page had something to complain of, or asked somebody else than the mock for anything. */
export function refuseComplaints({ complaints, strangers }: Watched): void {
  if (complaints.length + strangers.length > 0) throw new Error(`complaints: ${complaints.join('\n')}\nstrangers: ${strangers.join('\n')}`);
}
