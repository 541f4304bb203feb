/** High contrast, the system's own colours and reduced motion: by the system, and by the settings. */
import type { Page } from '@playwright/test';
import { dockTab, openFile, step } from './designer.ts';
import { expect, test } from './served.ts';

const html = (page: Page) => page.locator('html');

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('contrast and motion follow the system, and the settings where those say more', async ({ page, served }) => {
  await page.emulateMedia({ contrast: 'more', reducedMotion: 'no-preference' });
  await page.goto(served.url);
  await expect(html(page)).toHaveAttribute('data-contrast', 'more');
  await page.emulateMedia({ contrast: 'no-preference' });
  await expect(html(page)).toHaveAttribute('data-contrast', 'standard');
  await expect(html(page)).toHaveAttribute('data-motion', 'full');
  await page.getByRole('button', { name: 'Settings' }).click();
  await choose(page, 'Contrast', 'High contrast');
  await choose(page, 'Motion', 'Reduced');
  await expect(html(page)).toHaveAttribute('data-contrast', 'more');
  await page.reload();
  await expect(html(page)).toHaveAttribute('data-contrast', 'more');
  await expect(html(page)).toHaveAttribute('data-motion', 'reduce');
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].filter(
      (element) => parseFloat(getComputedStyle(element).transitionDuration) > 0,
    ),
  );
  expect(moving).toEqual([]);
});

/** What is drawn around an element so that it can be told from the others. */
const marks = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { outlineStyle, outlineColor, borderBottomStyle, borderBottomWidth } = getComputedStyle(element);
      return { outlineStyle, outlineColor, borderBottomStyle, borderBottomWidth };
    });

test('in the system’s colours selection, focus and connections can be seen', async ({ page, served }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await page.goto(served.url);
  await openFile(page, 'order.saga.json');
  await step(page, 'Charge payment').click();
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(1);
  expect((await marks(page, '.react-flow__node.selected > div')).outlineStyle).toBe('solid');
  expect((await marks(page, '[role="tab"][data-selected]')).borderBottomStyle).toBe('solid');
  expect((await marks(page, '[data-region="rail"] [aria-pressed="true"]')).outlineStyle).toBe('solid');
  await dockTab(page, 'History').focus();
  expect((await marks(page, '[role="tab"]:focus')).outlineStyle).toBe('solid');
  const line = await page
    .locator('.react-flow__edge-path')
    .first()
    .evaluate((path) => getComputedStyle(path).stroke);
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(line).not.toBe(ground);
  await page.screenshot({ path: test.info().outputPath('forced-colors.png') });
});

test('nothing that is pressed is smaller than 24 by 24', async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'order.saga.json');
  await step(page, 'Charge payment').click();
  await expect(page.getByTestId('inspector').getByRole('tab').first()).toBeVisible();
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, [role="tab"], [role="option"], a[href]')].flatMap((element) => {
      if (element.closest('.react-flow__viewport')) return []; // as large as the drawing is enlarged
      const { width, height } = element.getBoundingClientRect();
      const isSeen = width > 1 && height > 1 && getComputedStyle(element).visibility === 'visible';
      return isSeen && (width < 24 || height < 24)
        ? [`${element.getAttribute('aria-label') ?? element.textContent} ${width}x${height}`]
        : [];
    }),
  );
  expect(small).toEqual([]);
});
