// Who can use the page at /__truce/: names of controls, order and visibility of focus, contrast (WCAG 2.2 AA), narrow and wide windows.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mock } from '../../../src/mock/server.ts';
import { executablePath, launch, open, refuseComplaints, whyNot } from './browser.ts';
import { sendTo, startThings } from './things.ts';

describe.skipIf(!executablePath)(`the page for everybody${whyNot}`, () => {
  let browser: Browser;
  let mock: Mock;

  beforeAll(async () => {
    browser = await launch();
    mock = await startThings({ faults: { saveThing: 'latency=1' } });
    await sendTo(mock, '/things', { name: 'pot' });
    await sendTo(mock, '/things', { name: 7, note: 'x'.repeat(300) });
    await sendTo(mock, `/nowhere/${'long'.repeat(100)}`);
    await sendTo(mock, '/moved');
    mock.noteReload('Expected `type` to be a string');
  });
  afterAll(async () => {
    await browser.close();
    await mock.close();
  });

  /** Opens what can be opened, so that all of it is looked at. */
  async function unfold(page: Page): Promise<void> {
    await page.locator('.row').nth(3).waitFor();
    await page.locator('.row').nth(2).click();
    await page.click('.operation:has-text("/things")');
    await page.fill('#attempt-body', '{"name":7}');
    await page.click('#attempt-send');
    await page.locator('#attempt-answer .findings').waitFor();
    await page.click('#attempt-curl summary');
  }

  it('names every control and landmark', async () => {
    const watched = await open(browser, mock.url, { viewport: { width: 1280, height: 900 } });
    const { page } = watched;
    await unfold(page);
    for (const tab of ['state', 'faults', 'coverage']) {
      await page.click(`#tab-${tab}`);
      await page.locator(`#panel-${tab} :is(textarea, .items)`).first().waitFor();
      const tree = await page.locator('body').ariaSnapshot();
      const nameless = tree
        .split('\n')
        .filter((line) =>
          /- (button|textbox|searchbox|combobox|checkbox|spinbutton|tab|region|navigation|tabpanel)(?: \[[^\]]*\])*(?::.*)?$/.test(line),
        );
      expect(nameless).toEqual([]);
    }
    expect(
      await page.evaluate(() => [
        document.documentElement.lang,
        document.title,
        document.querySelectorAll('h1').length,
        document.querySelectorAll('main').length,
      ]),
    ).toEqual(['en', 'Truce mock', 1, 1]);
    const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    refuseComplaints(watched);
    await page.close();
  });

  it('is reached by keyboard in the order it is read, with a focus that can be seen', async () => {
    const { page } = await open(browser, mock.url, { viewport: { width: 1280, height: 900 } });
    await page.locator('.row').nth(3).waitFor();
    const seen: { position: number; outline: string; name: string }[] = [];
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return undefined;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return {
          position: [...document.querySelectorAll('*')].indexOf(element),
          outline: `${outlineStyle} ${outlineWidth}`,
          name: element.id || element.className || element.tagName,
        };
      });
      if (!stop) break;
      seen.push(stop);
    }
    expect(seen.map(({ position }) => position)).toEqual(seen.map(({ position }) => position).toSorted((a, b) => a - b));
    expect(seen[0]?.name).toBe('skip');
    for (const name of ['operations-filter', 'operation', 'journal-har', 'journal-verdict', 'row', 'tab-state', 'reset'])
      expect(seen.map((stop) => stop.name)).toContain(name);
    expect(seen.filter(({ outline }) => outline !== 'solid 2px' && outline !== 'auto 1px')).toEqual([]);
    await page.locator('#tab-state').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tab-faults');
    expect(await page.locator('#panel-faults').isVisible()).toBe(true);
    await page.locator('.operation').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('attempt-title');
    await page.locator('#attempt-close').press('Enter');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('operation');
    await page.close();
  });

  it.each(['light', 'dark'] as const)('has enough contrast in %s', async (colorScheme) => {
    const { page } = await open(browser, mock.url, { viewport: { width: 1280, height: 900 }, colorScheme, reducedMotion: 'reduce' });
    await unfold(page);
    for (const tab of ['coverage', 'faults', 'state']) {
      await page.click(`#tab-${tab}`);
      await page.locator(`#panel-${tab} :is(textarea, .items)`).first().waitFor();
      await page.mouse.move(0, 0);
      const { poor, checked } = await page.evaluate(measureContrast);
      expect(poor).toEqual([]);
      expect(checked).toBeGreaterThan(80);
    }
    await page.close();
  });

  it('needs no sideways scrolling from 360 to 1920 pixels', async () => {
    const { page } = await open(browser, mock.url, { viewport: { width: 1280, height: 800 } });
    await unfold(page);
    for (const width of [360, 768, 1079, 1080, 1280, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      for (const view of width < 1080 ? ['journal', 'control', 'operations'] : ['all']) {
        if (view !== 'all') await page.click(`#views [data-view=${view}]`);
        const wide = await page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll('main, main > *, section, .row, .entry, form, fieldset')]
            .filter((element) => element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
            .map((element) => element.id || element.className || element.tagName),
        );
        expect([width, view, wide]).toEqual([width, view, []]);
      }
    }
    await page.close();
  });
});

/** Runs in the page: every visible text against what lies under it (WCAG 2.2, 1.4.3: 4.5 to 1). */
function measureContrast(): { poor: string[]; checked: number } {
  const numbers = (color: string): number[] => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color: string): number => {
    const [red = 0, green = 0, blue = 0] = numbers(color).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (element: Element | null): string => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (numbers(backgroundColor)[3] !== 0) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const elements = [...document.querySelectorAll('body *')].filter(
    (element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      !element.matches('script, style, option') &&
      (element.matches('input, textarea, select') ||
        [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())),
  );
  const poor = elements.flatMap((element) => {
    const { color } = getComputedStyle(element);
    const ground = groundOf(element);
    const [bright = 0, dim = 0] = [luminance(color), luminance(ground)].toSorted((a, b) => b - a);
    const ratio = (bright + 0.05) / (dim + 0.05);
    return ratio >= 4.5 ? [] : [`${element.id || element.className || element.tagName}: ${color} on ${ground} is ${ratio.toFixed(2)}`];
  });
  return { poor, checked: elements.length };
}
