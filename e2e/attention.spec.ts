import type { Page } from '@playwright/test';
import { booksAt, dockTab, run, runBar, setFaults, shopUrl, showPanel, step } from './designer.ts';
import { expect, test } from './served.ts';

/** An order whose payment is declined, in a shop that cannot take back either. */
async function stuckUndo(page: Page, url: string) {
  await page.goto(url);
  await page.getByRole('button', { name: 'Run example' }).click();
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  const shop = await shopUrl(page);
  const before = await booksAt(shop);

  await setFaults(shop, { decline: true, undoOutage: true });
  await run(page);
  await expect(runBar(page).getByText('needs a person')).toBeVisible({ timeout: 30_000 });
  return { shop, before };
}

test('an undo that is stuck waits for a person, who skips it and says why', async ({ page, served }) => {
  const { shop, before } = await stuckUndo(page, served.url);
  await expect(step(page, 'Reserve inventory')).toHaveAccessibleName(/needs a person/);

  await showPanel(page, 'Needs attention');
  const card = page.getByRole('list', { name: 'Needs attention' }).getByRole('listitem');
  await expect(card).toContainText('http.503');
  await card.getByRole('button', { name: 'Skip' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByRole('button', { name: 'Skip' }).click();
  await expect(question).toContainText('Say why');
  await question.getByRole('textbox', { name: 'Reason' }).fill('Put back on the shelf by hand');
  await question.getByRole('button', { name: 'Skip' }).click();

  await expect(runBar(page).getByText(/failed/)).toBeVisible();
  await expect(page.getByText('Nothing needs you')).toBeVisible();
  await dockTab(page, 'History').click();
  await expect(page.getByRole('tabpanel', { name: 'History' })).toContainText('Put back on the shelf by hand');
  const after = await booksAt(shop);
  expect(after.balanced).toBe(true);
  expect(after.stock['tea']).toBe((before.stock['tea'] ?? 0) - 2); // the reservation was not released
  expect(after.accounts).toEqual(before.accounts);
});

test('a stuck undo goes on by itself once it is retried and the shop is well', async ({ page, served }) => {
  const { shop, before } = await stuckUndo(page, served.url);
  await setFaults(shop, { undoOutage: false });
  await showPanel(page, 'Needs attention');
  await page.getByRole('listitem').getByRole('button', { name: 'Retry' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Retry' }).click();
  await expect(runBar(page).getByText('compensated')).toBeVisible();
  expect(await booksAt(shop)).toEqual(before);
});
