import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { drawing, openFile, step } from './designer.ts';
import { expect, test } from './served.ts';

const text = (page: Page): Locator => page.getByRole('textbox', { name: 'Text of the workflow' });

const line = (page: Page, words: string): Locator => text(page).locator('.cm-line').filter({ hasText: words }).first();

async function showText(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+j');
  await expect(text(page)).toBeVisible();
}

test('text and drawing are edited as one, and what is chosen in one is chosen in the other', async ({
  page,
  served,
}) => {
  await page.goto(served.url);
  await openFile(page, 'hello.saga.json');
  await expect(drawing(page)).toBeVisible();
  await showText(page);
  const name = /"name": "hello"/;
  await expect(line(page, '"name"')).toHaveText(name);

  await line(page, '"name": "hello"').click();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('!');
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('hello!');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(line(page, '"name"')).toHaveText(name);

  await step(page, 'Take a breath').click();
  await expect(text(page).locator('.cm-chosen').first()).toBeVisible();
});

test('a text that is no JSON keeps the drawing, outlives a reload, and asks before it is saved', async ({
  page,
  served,
}) => {
  const file = path.join(served.workspace, 'hello', 'hello.saga.json');
  const before = readFileSync(file, 'utf8');
  await page.goto(served.url);
  await openFile(page, 'hello.saga.json');
  await showText(page);
  await line(page, '"name"').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' oops');
  await expect(page.getByRole('status').filter({ hasText: 'Line' })).toContainText('unknown word');
  await expect(drawing(page).getByRole('group').first()).toBeVisible();

  await page.keyboard.press('Control+s');
  const question = page.getByRole('alertdialog', { name: 'Save a text that cannot be read?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(readFileSync(file, 'utf8')).toBe(before);

  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(line(page, 'oops')).toBeVisible({ timeout: 25_000 });
  await line(page, 'oops').click();
  await page.keyboard.press('Control+z');
  await expect(line(page, 'oops')).toHaveCount(0);
});

test('a file that is broken on the disk opens as text, and is drawn once it is mended', async ({ page, served }) => {
  writeFileSync(path.join(served.workspace, 'broken.saga.json'), '{\n  "format": "sagaloom/v1",\n  "name": "broken"');
  await page.goto(served.url);
  await openFile(page, 'broken.saga.json');
  await expect(page.getByText('This file cannot be drawn yet')).toBeVisible();
  await line(page, '"name"').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(',\n"start": "a", "steps": { "a": { "type": "succeed", "name": "Done here" } } }');
  await expect(step(page, 'Done here')).toBeVisible();
});

test('while the text cannot be read, the fields say why they are read only', async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'hello.saga.json');
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await expect(name).toBeEditable();
  await showText(page);
  await line(page, '"name"').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' oops');
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await expect(inspector.getByRole('note')).toContainText('nothing can be changed here');
  await expect(name).not.toBeEditable();
  await text(page).focus();
  await page.keyboard.press('Control+z');
  await expect(name).toBeEditable();
  await expect(inspector.getByRole('note')).toHaveCount(0);
});

test('another language leaves what is looked for, the cursor and what was typed', async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'hello.saga.json');
  await showText(page);
  await line(page, '"name"').click();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('breath');
  await page.getByRole('button', { name: /^Language/ }).click();
  await page.getByRole('menuitem', { name: '简体中文' }).click();
  const find = page.locator('.cm-search').getByRole('textbox', { name: '查找' });
  await expect(find).toHaveValue('breath');
  await expect(page.locator('.cm-search').getByRole('button', { name: '下一个' })).toBeVisible();
});
