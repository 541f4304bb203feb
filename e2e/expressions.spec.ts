import type { Page } from '@playwright/test';
import { openFile, run, runBar, step } from './designer.ts';
import { expect, test } from './served.ts';

const value = (page: Page) => page.getByRole('textbox', { name: 'Value: greeting' });
const cell = (page: Page) => page.locator('[data-pointer="/steps/casual/assign"]');

async function openGreeting(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await openFile(page, 'hello.saga.json');
  await step(page, 'Casual greeting').click();
}

test('an expression is written by keyboard, with what the data of a run offers and gives', async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'hello.saga.json');
  await run(page);
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 20_000 });
  await step(page, 'Casual greeting').click();

  await value(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('{% "Dear " & inp');
  const offers = page.getByRole('listbox', { name: 'What can be written here' });
  await expect(offers.getByRole('option').first()).toContainText('input');
  await page.keyboard.press('Tab');
  await page.keyboard.type('.');
  await expect(offers.getByRole('option', { name: 'name' })).toBeVisible();
  await page.keyboard.type('na');
  await page.keyboard.press('Enter');
  await expect(offers).toBeHidden();
  await expect(value(page)).toHaveText('{% "Dear " & input.name %}');
  await expect(cell(page)).toContainText(/↳|"Dear \w+/);
  await expect(cell(page).getByRole('button', { name: /^Data: with this run/ })).toBeVisible();

  // A name that leads nowhere is underlined; an expression that does not parse says why.
  await page.keyboard.type('x');
  await expect(value(page).locator('.cm-lintRange-info')).toHaveText('input.namex');
  await page.keyboard.type(' +');
  await expect(value(page).locator('.cm-lintRange-error')).toBeVisible();

  // The way back: typing first, by the editor's own key.
  for (let times = 0; times < 12; times += 1) await page.keyboard.press('Control+z');
  await expect(value(page)).not.toContainText('namex');
});

test('a field is switched between a value and an expression, and back, in one edit', async ({ page, served }) => {
  await openGreeting(page, served.url);
  const toggle = cell(page).getByRole('button', { name: 'Expression: Value: greeting' });
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  await value(page).fill('{% "Hi" %}');
  await toggle.focus();
  await page.keyboard.press('Enter');
  await expect(value(page)).toHaveValue('Hi');
  await expect(value(page)).toBeFocused();
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  await toggle.click();
  await expect(value(page)).toHaveText('{% "Hi" %}');
  await expect(value(page)).toBeFocused();

  // Marks that are typed make an expression too, and the caret goes on in it.
  await value(page).fill('plain');
  await expect(value(page)).toHaveValue('plain');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('{% 1 + 1 %}');
  await expect(value(page)).toHaveText('{% 1 + 1 %}');
});

test('without a run, the sample stands in for one; another input can be typed', async ({ page, served }) => {
  await openGreeting(page, served.url);
  await value(page).click();
  const data = cell(page).getByRole('button', { name: /^Data:/ });
  await data.click();
  await page.getByRole('menuitem', { name: 'Own input…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Try expressions on your own input' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Lin');
  await dialog.getByRole('button', { name: 'Use it' }).click();
  await value(page).click();
  await expect(cell(page)).toContainText('Lin');
  await expect(cell(page).getByRole('button', { name: /with own input/ })).toBeVisible();
});
