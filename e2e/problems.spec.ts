/** Problems as they come: on the node, in the list, in the field; and what puts them right. */
import { writeFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { dockTab, drawing, openFile, step } from './designer.ts';
import { type Served, test } from './served.ts';
import { toMend } from './views/every-step.ts';

async function openBroken(page: Page, served: Served): Promise<void> {
  writeFileSync(`${served.workspace}/broken.saga.json`, JSON.stringify(toMend, null, 2));
  await page.goto(served.url);
  await openFile(page, 'broken.saga.json');
  await expect(step(page, 'reserve')).toBeVisible();
  await dockTab(page, 'Problems').click();
}

const list = (page: Page) => page.getByTestId('dock').getByRole('list', { name: 'Problems' });

test('a problem is fixed from the list, and the fix undone', async ({ page, served }) => {
  await openBroken(page, served);
  const row = list(page).getByRole('button', { name: /^Error reserve goes on to chrge/ });
  await expect(row).toBeVisible();
  await list(page).getByRole('button', { name: 'Change to charge' }).click();
  await expect(row).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(row).toBeVisible();
});

test('all problems of a kind are fixed at once', async ({ page, served }) => {
  await openBroken(page, served);
  const rows = list(page).getByText('ACTIVITY_UNKNOWN');
  await expect(rows).toHaveCount(2);
  await list(page)
    .getByRole('button', { name: /^Fixes: No activity lgo/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Fix all 2: Change to log' }).click();
  await expect(rows).toHaveCount(0);
});

test('the badge of a step says what is wrong, and adds the undo that is missing', async ({ page, served }) => {
  await openBroken(page, served);
  const badge = drawing(page)
    .locator('[data-id="charge"]')
    .getByRole('button', { name: /problem/i });
  await badge.click();
  await page.getByRole('dialog', { name: 'Problems' }).getByRole('button', { name: 'Add compensation' }).click();
  await expect(page.getByRole('tab', { name: 'Undo', selected: true })).toBeVisible();
  await expect(list(page).getByText('SAGA_NO_UNDO')).toHaveCount(0);
});

test('typing shows and clears a problem in its field', async ({ page, served }) => {
  await openBroken(page, served);
  await list(page)
    .getByRole('button', { name: /^Error startToClose of charge/ })
    .click();
  const field = page.locator('[data-inspector] [data-pointer$="/timeouts/startToClose"]').first();
  await expect(field).toContainText('which is no duration');
  await field.getByRole('textbox').fill('5m');
  await expect(field).not.toContainText('which is no duration');
  await field.getByRole('textbox').fill('5 mi');
  await expect(field).toContainText('which is no duration');
});

test('by keyboard: from problem to problem, and errors alone', async ({ page, served }) => {
  await openBroken(page, served);
  await page.keyboard.press('F8');
  await expect(page.locator('[data-inspector]').getByText(/goes on to chrge/)).toBeVisible();
  await page.keyboard.press('F8');
  await expect(list(page).getByText('SAGA_NO_UNDO')).toHaveCount(1);
  await page
    .getByTestId('dock')
    .getByRole('button', { name: /2 errors/ })
    .click();
  await expect(list(page).getByText('SAGA_NO_UNDO')).toHaveCount(0);
  const first = list(page).locator('[data-problem]').first();
  await first.focus();
  await page.keyboard.press('ArrowDown');
  await expect(list(page).locator('[data-problem]').nth(1)).toBeFocused();
});

test('in Chinese the problems are Chinese', async ({ page, served }) => {
  await page.addInitScript(() => localStorage.setItem('sagaloom.locale', 'zh'));
  writeFileSync(`${served.workspace}/broken.saga.json`, JSON.stringify(toMend, null, 2));
  await page.goto(served.url);
  await page.getByRole('row', { name: 'broken.saga.json' }).click();
  await page.getByTestId('dock').getByRole('tab', { name: /问题/ }).click();
  await expect(page.getByText('reserve 之后转到 chrge，后者不存在：是否指 charge？').first()).toBeVisible();
});
