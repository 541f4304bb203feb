import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { file, fileTab, openFile, step } from './designer.ts';
import { expect, test } from './served.ts';

const onDisk = (workspace: string) => path.join(workspace, 'hello', 'hello.saga.json');

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
  const saved = JSON.parse(readFileSync(onDisk(served.workspace), 'utf8')) as {
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
  const theirs = readFileSync(onDisk(served.workspace), 'utf8').replace('Take a breath', 'Think it over');
  writeFileSync(onDisk(served.workspace), theirs);
  await page.keyboard.press('Control+s');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('has changed on disk');
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(readFileSync(onDisk(served.workspace), 'utf8')).toBe(theirs);

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

test('a file follows the disk while nobody edits it, and its edits are kept when it goes', async ({ page, served }) => {
  const theirs = readFileSync(onDisk(served.workspace), 'utf8').replace('Take a breath', 'Think it over');
  writeFileSync(onDisk(served.workspace), theirs);
  await expect(step(page, 'Think it over')).toBeVisible();
  await expect(fileTab(page).getByRole('button', { name: 'hello.saga.json', exact: true })).toBeVisible();
  renameSync(onDisk(served.workspace), path.join(served.workspace, 'elsewhere.saga.json'));
  await expect(file(page, 'elsewhere.saga.json')).toBeVisible();
  await expect(page.getByText('is gone from the disk')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(page.getByText(/^Saved hello/)).toBeVisible();
  expect(readFileSync(onDisk(served.workspace), 'utf8')).toBe(theirs);
});

test('files are renamed, copied and deleted in the tree; each can be taken back', async ({ page, served }) => {
  await file(page, 'hello.saga.json').focus();
  await page.keyboard.press('F2');
  const dialog = page.getByRole('dialog', { name: 'Rename or move' });
  await dialog.getByRole('textbox').fill('greetings/good-day');
  await page.keyboard.press('Enter');
  await expect(fileTab(page).getByRole('button', { name: 'good-day.saga.json', exact: true })).toBeVisible();
  expect(existsSync(onDisk(served.workspace))).toBe(false);
  await page.getByText('is now').getByRole('button', { name: 'Undo' }).click();
  await expect(file(page, 'hello.saga.json')).toBeVisible();

  await file(page, 'hello.saga.json').focus();
  await page.keyboard.press('Delete');
  await expect(file(page, 'hello.saga.json')).toHaveCount(0);
  await page.getByText('Deleted hello').getByRole('button', { name: 'Undo' }).click();
  await expect(file(page, 'hello.saga.json')).toBeVisible();
});

test('a new workflow begins with a copy of an example', async ({ page }) => {
  await page.keyboard.press('Alt+Shift+n');
  await page.getByRole('dialog', { name: 'New from an example' }).getByRole('option', { name: 'survey' }).click();
  await expect(fileTab(page).getByRole('button', { name: 'survey', exact: true })).toBeVisible();
});

test('the command palette finds an example to begin with', async ({ page }) => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('example survey');
  await page.getByRole('option', { name: /^New from example survey/ }).click();
  await expect(fileTab(page).getByRole('button', { name: 'survey', exact: true })).toBeVisible();
});
