/** The inspector's editors: a schema as a tree, retries and limits as drawings, a schedule in words. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { openFile, step } from './designer.ts';
import { expect, test } from './served.ts';

const inspector = (page: Page): Locator => page.getByRole('region', { name: 'Inspector' });

const tab = (page: Page, name: string): Promise<void> =>
  inspector(page).getByRole('tab', { name, exact: true }).click();

test('a field of the input is added, named, required and bounded in the tree, and the file says so', async ({
  page,
  served,
}) => {
  await page.goto(served.url);
  await openFile(page, 'hello.saga.json');
  await tab(page, 'Data');
  const schema = inspector(page).getByRole('group', { name: 'Input schema' });
  await schema.getByRole('button', { name: 'Add a field' }).click();
  const name = schema.getByRole('textbox', { name: 'Name of field', exact: true });
  await expect(name).toBeFocused();
  await page.keyboard.type('age');
  await page.keyboard.press('Enter');
  await schema.getByRole('combobox', { name: 'Type of age' }).selectOption('integer');
  await schema.getByRole('button', { name: 'age is required' }).click();
  await schema.getByRole('textbox', { name: 'Name of age' }).press('Alt+ArrowUp');
  await schema.getByRole('button', { name: 'More about age' }).click();
  await schema.getByRole('textbox', { name: 'At least' }).fill('18');
  await page.keyboard.press('Control+s');
  await expect
    .poll(() => JSON.parse(readFileSync(path.join(served.workspace, 'hello/hello.saga.json'), 'utf8')) as unknown)
    .toMatchObject({ input: { properties: { age: { type: 'integer', minimum: 18 } } } });
  const saved = JSON.parse(readFileSync(path.join(served.workspace, 'hello/hello.saga.json'), 'utf8')) as {
    readonly input: { readonly properties: object; readonly required: readonly string[] };
  };
  expect(Object.keys(saved.input.properties)).toEqual(['name', 'age', 'formal']);
  expect(saved.input.required).toContain('age');
});

test('a schema is made from a sample, and what was there is kept', async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'hello.saga.json');
  await tab(page, 'Data');
  const schema = inspector(page).getByRole('group', { name: 'Input schema' });
  await schema.getByRole('button', { name: 'From a sample' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Sample' }).fill('{ "name": 5, "born": "1990-01-31" }');
  await dialog.getByRole('button', { name: 'Make the schema' }).click();
  await expect(schema.getByRole('textbox', { name: 'Name of born' })).toBeVisible();
  await expect(schema.getByRole('combobox', { name: 'Type of name' })).toHaveValue('string');
});

test('retries say how long they take, and that a limit of all cuts them short', async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'hello.saga.json');
  await step(page, 'Say it').click();
  await tab(page, 'Retry and time');
  const form = inspector(page);
  await form.getByRole('button', { name: 'Add a rule' }).click();
  await expect(form.getByText('Up to 3 attempts within')).toBeVisible();
  await form.getByRole('textbox', { name: 'One attempt' }).fill('30s');
  await expect(form.getByText('Up to 3 attempts within 93 s.')).toBeVisible();
  await form.getByRole('textbox', { name: 'All attempts and waits together' }).fill('40s');
  await expect(form.getByText('only 2 of 3 begin')).toBeVisible();
  await form.getByRole('textbox', { name: 'One attempt' }).press('ArrowUp');
  await expect(form.getByRole('textbox', { name: 'One attempt' })).toHaveValue('31s');
});

test('a schedule is chosen as people say it, and said in words with its next times', async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'nightly-report.saga.json');
  await tab(page, 'Starts');
  const form = inspector(page);
  await form.getByRole('button', { name: 'How often' }).click();
  await page.getByRole('option', { name: 'On weekdays' }).click();
  await expect(form.getByRole('textbox', { name: 'Cron' })).toHaveValue('0 2 * * 1-5');
  await expect(form.getByText('At 02:00, Monday through Friday')).toBeVisible();
  await expect(form.getByText('The next times (Europe/Berlin)')).toBeVisible();
  await expect(form.getByRole('listitem')).toHaveCount(5);
});
