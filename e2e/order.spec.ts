import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { booksAt, dockTab, drawing, run, runBar, setFaults, shopUrl, step } from './designer.ts';
import { expect, test } from './served.ts';

async function runExample({ page, url }: { readonly page: Page; readonly url: string }): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Run example' }).click();
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
}

test('an order lights up step by step, and its output and timeline can be read', async ({ page, served }) => {
  await runExample({ page, url: served.url });
  for (const name of ['Check order', 'Place order', 'Reserve inventory', 'Charge payment', 'Create shipment']) {
    await expect(step(page, name)).toHaveAccessibleName(/completed/);
  }
  await dockTab(page, 'Data').click();
  await expect(page.getByRole('tabpanel', { name: 'Data' })).toContainText('"shipment": "ship-1"');
  await dockTab(page, 'Timeline').click();
  await page.getByRole('button', { name: 'More for this trace' }).click();
  await page.getByRole('menuitem', { name: 'Show as a table' }).click();
  await expect(page.getByRole('row', { name: /Charge payment/ })).toContainText('done');
});

test('a declined payment is undone on the canvas and in the books', async ({ page, served }) => {
  await runExample({ page, url: served.url });
  const shop = await shopUrl(page);
  const before = await booksAt(shop);
  await page.getByText('Decline payments').click();
  await run(page);
  await expect(runBar(page).getByText('compensated')).toBeVisible({ timeout: 30_000 });
  await expect(step(page, 'Reserve inventory')).toHaveAccessibleName(/undone/);
  await expect(step(page, 'Charge payment')).toHaveAccessibleName(/failed/);
  await expect(step(page, 'Create shipment')).toHaveAccessibleName(/not reached/);
  expect(await booksAt(shop)).toEqual(before);
});

test('a carrier that is down is tried again, then all is undone in reverse', async ({ page, served }) => {
  slowRetries(served.workspace);
  await runExample({ page, url: served.url });
  const shop = await shopUrl(page);
  const before = await booksAt(shop);
  await setFaults(shop, { outage: true, delayMs: 1_500 });
  await run(page);
  await expect(step(page, 'Reserve inventory')).toHaveAccessibleName(/running/);
  await expect(step(page, 'Create shipment')).toHaveAccessibleName(/waiting to try again/);
  await expect(step(page, 'Charge payment')).toHaveAccessibleName(/being undone/, { timeout: 30_000 });
  await expect(runBar(page).getByText('compensated')).toBeVisible({ timeout: 30_000 });
  for (const [name, order] of [
    ['cancel shipment', 1],
    ['refund payment', 2],
    ['release stock', 3],
  ] as const) {
    await expect(drawing(page).getByRole('button', { name: `${name} ${order}` })).toBeVisible();
  }
  expect(await booksAt(shop)).toEqual(before);
});

/** So slow that each state of a step lasts longer than the longest pause between two looks at it. */
function slowRetries(workspace: string): void {
  const file = path.join(workspace, 'order-saga', 'order.saga.json');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"300ms"', '"1500ms"'));
}

test('a step and its bar are chosen together, from either side', async ({ page, served }) => {
  await runExample({ page, url: served.url });
  const timeline = page.getByRole('application', { name: 'Timeline' });
  const chosen = page.getByRole('tabpanel', { name: 'Timeline' }).locator('[aria-live]');
  await step(page, 'Charge payment').click();
  await expect(chosen).toContainText('Charge payment');
  await timeline.focus();
  await page.keyboard.press('ArrowDown');
  await expect(chosen).toContainText('Create shipment');
  await expect(step(page, 'Create shipment')).toHaveClass(/\bselected\b/);
  const box = await timeline.boundingBox();
  await expect(async () => {
    for (let y = 30; y < (box?.height ?? 0); y += 10) {
      await timeline.click({ position: { x: 60, y } });
      if (await isChosen('Reserve inventory')) return;
    }
    throw new Error('no row of the timeline chooses the reservation');
  }).toPass();
  async function isChosen(name: string) {
    return /\bselected\b/.test((await step(page, name).getAttribute('class')) ?? '');
  }
});
