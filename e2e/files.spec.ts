import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileTab, openFile, step } from './designer.ts';
import { expect, test } from './served.ts';

const file = (workspace: string) => path.join(workspace, 'hello', 'hello.saga.json');

test.beforeEach(async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'hello.saga.json');
  await expect(step(page, 'Say it')).toBeVisible();
});

test('what is removed comes back with undo, goes with redo, and is saved as shown', async ({ page, served }) => {
  await step(page, 'Take a breath').click();
  await page.keyboard.press('Delete');
  await expect(step(page, 'Take a breath')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(step(page, 'Take a breath')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(step(page, 'Take a breath')).toHaveCount(0);

  await expect(fileTab(page).getByRole('button', { name: 'hello.saga.json, unsaved' })).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(fileTab(page).getByRole('button', { name: 'hello.saga.json', exact: true })).toBeVisible();
  const saved = JSON.parse(readFileSync(file(served.workspace), 'utf8')) as {
    steps: Record<string, { next?: string }>;
  };
  expect(saved.steps['breathe']).toBeUndefined();
  expect(saved.steps['casual']?.next).toBe('say');

  await page.reload();
  await openFile(page, 'hello.saga.json');
  await expect(step(page, 'Say it')).toBeVisible();
  await expect(step(page, 'Take a breath')).toHaveCount(0);
});

test('undoing everything leaves nothing to save', async ({ page }) => {
  await step(page, 'Take a breath').click();
  await page.keyboard.press('Delete');
  await expect(fileTab(page).getByRole('button', { name: /unsaved/ })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(fileTab(page).getByRole('button', { name: /unsaved/ })).toHaveCount(0);
});

test('a file that somebody else changed is not written over unasked', async ({ page, served }) => {
  await step(page, 'Take a breath').click();
  await page.keyboard.press('Delete');
  const theirs = readFileSync(file(served.workspace), 'utf8').replace('Take a breath', 'Think it over');
  writeFileSync(file(served.workspace), theirs);
  await page.keyboard.press('Control+s');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('has changed on disk');
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(readFileSync(file(served.workspace), 'utf8')).toBe(theirs);

  await page.keyboard.press('Control+s');
  await question.getByRole('button', { name: 'Take theirs' }).click();
  await expect(step(page, 'Think it over')).toBeVisible();
});

test('closing a changed file asks first', async ({ page }) => {
  await step(page, 'Take a breath').click();
  await page.keyboard.press('Delete');
  await fileTab(page).getByRole('button', { name: 'Close hello.saga.json' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('Save your changes to hello.saga.json?');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Don’t save' }).click();
  await expect(fileTab(page).getByRole('button', { name: /hello/ })).toHaveCount(0);
});
