/** The pictures of the docs, taken from the real app at work: `npm run screenshots`. */
import path from 'node:path';
import type { Page } from '@playwright/test';
import { run, runBar, setFaults, shopUrl, showPanel, step } from './designer.ts';
import { expect, test } from './served.ts';

const folder = path.join(import.meta.dirname, '..', 'docs', 'screenshots');

const canvasTool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Zoom and layout' }).getByRole('button', { name });

/** One state, in both appearances. The pointer rests where nothing reacts to it. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.mouse.move(720, 896);
    await page.waitForTimeout(400);
    await page.screenshot({ path: path.join(folder, `${name}-${colorScheme}.png`) });
  }
}

/** A service that takes its time, as services do: then the bars of the timeline are long enough to read. */
const SLOWNESS_MS = 130;

async function orderGoesThrough(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Run example' }).click();
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  await setFaults(await shopUrl(page), { delayMs: SLOWNESS_MS });
}

test('the designer, with an order that went through', async ({ page, served }) => {
  await orderGoesThrough(page, served.url);
  await run(page);
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  await showPanel(page, 'Steps');
  await step(page, 'Charge payment').click();
  await canvasTool(page, 'Show all').click();
  await shoot(page, 'designer');
});

test('the timeline of an order that was undone', async ({ page, served }) => {
  await orderGoesThrough(page, served.url);
  await page.getByText('Shipping is down').click();
  await run(page);
  await expect(runBar(page).getByText('compensated')).toBeVisible({ timeout: 60_000 });
  await showPanel(page, 'Runs');
  await step(page, 'Create shipment').click();
  await canvasTool(page, 'Show all').click();
  await shoot(page, 'timeline');
});
