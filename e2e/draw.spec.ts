import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { compile } from '@sagaloom/engine/core';
import { startShop } from '../examples/testing/processes.ts';
import { dockTab, drawing, fileTab, runBar, step } from './designer.ts';
import { expect, test } from './served.ts';

const paletteItem = (page: Page, name: string) => page.getByRole('option', { name, exact: true });

/** From the point below a step, which shows when the pointer is on the step, to another step. */
async function connect(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.hover();
  const [port, target] = [await centre(from.getByTitle('Next step')), await centre(to)];
  await page.mouse.move(port.x, port.y);
  await page.mouse.down();
  await page.mouse.move(target.x, target.y, { steps: 12 });
  await page.mouse.up();
}

async function centre(part: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await part.boundingBox();
  if (box === null) throw new Error('it is not on the screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test('draws a workflow from nothing, runs it and reads what came of it', async ({ page, served }) => {
  const shop = await startShop(path.join(served.workspace, 'shop.db'));
  await page.goto(served.url);
  await page
    .getByRole('button', { name: /^New workflow/ })
    .first()
    .click();

  // The first step by mouse, from the palette onto the empty drawing.
  await paletteItem(page, 'HTTP request').dragTo(drawing(page), { targetPosition: { x: 380, y: 120 } });
  await expect(step(page, 'HTTP request')).toHaveClass(/selected/);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Read catalog');
  await page.getByRole('textbox', { name: 'Address' }).fill(`${shop.url}/catalog`);
  await expect(step(page, 'Read catalog')).toBeVisible();

  // The second one as well, somewhere else, and then connected port to step.
  await paletteItem(page, 'Wait').dragTo(drawing(page), { targetPosition: { x: 160, y: 440 } });
  await connect(page, step(page, 'Read catalog'), step(page, 'Wait'));
  await expect(page.getByText('Read catalog now leads to Wait.')).toBeVisible();
  await step(page, 'Wait').click();
  await page.getByRole('textbox', { name: 'How long' }).fill('100ms');

  // The third by keyboard alone: after the one that is chosen.
  await step(page, 'Wait').click();
  await page.keyboard.press('/');
  await page.keyboard.type('log');
  await page.keyboard.press('Enter');
  await step(page, 'Log').click();
  await page.getByRole('textbox', { name: 'Message' }).fill('The catalog was read.');

  await page.keyboard.press('Control+s');
  const saveAs = page.getByRole('dialog', { name: 'Save as' });
  await saveAs.getByRole('textbox').fill('drawn');
  await saveAs.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(fileTab(page).getByRole('button', { name: 'drawn.saga.json', exact: true })).toBeVisible();
  const saved = compile(readFileSync(path.join(served.workspace, 'drawn.saga.json'), 'utf8'));
  expect(saved.diagnostics).toEqual([]);

  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Show all' }).click();
  await step(page, 'Read catalog').click();
  await dockTab(page, 'Data').click();
  await expect(page.getByRole('tabpanel', { name: 'Data' })).toContainText('"sku": "kettle"');
  await dockTab(page, 'Timeline').click();
  await page.getByRole('button', { name: 'More for this trace' }).click();
  await page.getByRole('menuitem', { name: 'Show as a table' }).click();
  const rows = page.getByRole('tabpanel', { name: 'Timeline' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Read catalog' })).toContainText('done');
  await shop.stop();
});
