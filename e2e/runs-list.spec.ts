import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { openFile, run, runBar } from './designer.ts';
import { expect, type Served, test } from './served.ts';

const saga = (name: string, change: object): string => JSON.stringify({ format: 'sagaloom/v1', name, ...change });

const table = (page: Page): Locator => page.getByRole('grid', { name: 'All runs' });
const rows = (page: Page): Locator =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') });
const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Filter runs' });

/** One run that has ended, and two that wait for a long time. */
async function threeRuns(page: Page, { url, workspace }: Served): Promise<void> {
  const write = (name: string, change: object): void =>
    writeFileSync(path.join(workspace, `${name}.saga.json`), saga(name, change));
  write('quick', {
    searchAttributes: { tier: { type: 'string', value: 'gold' } },
    start: 'done',
    steps: { done: { type: 'succeed' } },
  });
  write('slow', { start: 'nap', steps: { nap: { type: 'wait', for: '1h' } } });
  await page.goto(url);
  await openFile(page, 'quick.saga.json');
  await run(page);
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  await openFile(page, 'slow.saga.json');
  for (let i = 0; i < 2; i += 1) {
    await run(page);
    await expect(page.getByText(i === 0 ? '1 run open' : '2 runs open')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.keyboard.press('Control+Alt+r');
  await expect(rows(page)).toHaveCount(3);
}

test('all runs are filtered by a text and by controls that say the same, sorted, and linked to', async ({
  page,
  served,
}) => {
  await threeRuns(page, served);
  await field(page).fill('status:completed attr.tier=gold');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('quick');
  await expect(page.getByRole('button', { name: 'completed', exact: false })).toHaveAttribute('aria-pressed', 'true');

  await page.getByRole('button', { name: 'Take out tier=gold' }).click();
  await expect(field(page)).toHaveValue('status:completed');
  await page.getByRole('button', { name: 'running', exact: false }).click();
  await expect(field(page)).toHaveValue('status:completed,running');
  await expect(rows(page)).toHaveCount(3);

  await table(page).getByRole('button', { name: 'Workflow' }).click();
  await expect(table(page).getByRole('columnheader', { name: 'Workflow' })).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows(page).first()).toContainText('quick');
  await table(page).getByRole('button', { name: 'Workflow' }).click();
  await expect(rows(page).first()).toContainText('slow');

  await expect.poll(() => page.evaluate(() => location.hash)).toContain('sort=workflow:desc');
  await page.reload();
  await expect(field(page)).toHaveValue('status:completed,running');
  await expect(rows(page).first()).toContainText('slow');

  await field(page).fill('color:red');
  await expect(page.getByText('color:red: there is no such filter')).toBeVisible();
});

test('runs are chosen with the keys, shown beside the list, cancelled together, and opened', async ({
  page,
  served,
}) => {
  await threeRuns(page, served);
  await field(page).fill('workflow:slow');
  await expect(rows(page)).toHaveCount(2);
  await table(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('2 selected')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Compare', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Show the run beside the list' }).click();
  await expect(page.getByRole('complementary', { name: 'Run' })).toContainText('slow');

  await page
    .getByRole('toolbar', { name: 'With the selected runs' })
    .getByRole('button', { name: 'Cancel runs' })
    .click();
  const question = page.getByRole('alertdialog', { name: 'Cancel 2 runs?' });
  await question.getByRole('textbox', { name: 'Reason' }).fill('Not needed any more');
  await question.getByRole('button', { name: 'Cancel runs' }).click();
  await expect(page.getByRole('region', { name: 'What is being done to many runs' })).toContainText('2 of 2 done');
  await field(page).fill('status:cancelled');
  await expect(rows(page)).toHaveCount(2);

  await page.keyboard.press('Escape');
  await expect(rows(page)).toHaveCount(3);
  await table(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(runBar(page).getByText('completed')).toBeVisible();
});

test('how long runs are kept is set, and says first what that would delete', async ({ page, served }) => {
  await threeRuns(page, served);
  await page.getByRole('button', { name: 'Settings' }).first().click();
  await page.getByRole('dialog').getByRole('tab', { name: 'Retention' }).click();
  await expect(page.getByText('Nothing would be deleted now.')).toBeVisible();
  await page.getByRole('button', { name: 'Keep ended runs' }).click();
  await page.getByRole('option', { name: '30 days' }).click();
  await page.getByRole('button', { name: 'Keep runs like this' }).click();
  await expect(page.getByRole('button', { name: 'Keep runs like this' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Keep ended runs' })).toContainText('30 days');
});

test('how long traces from elsewhere are kept, and how much room they take, is set beside it', async ({
  page,
  served,
}) => {
  await page.goto(served.url);
  const open = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Settings' }).first().click();
    await page.getByRole('dialog').getByRole('tab', { name: 'Retention' }).click();
  };
  await open();
  const traces = page.getByRole('region', { name: 'Traces from elsewhere' });
  await traces.getByRole('button', { name: 'Keep a trace after its last span came' }).click();
  await page.getByRole('option', { name: '7 days' }).click();
  await traces.getByRole('button', { name: 'Room for all of them together' }).click();
  await page.getByRole('option', { name: '2 GB' }).click();
  await traces.getByRole('button', { name: 'Keep traces like this' }).click();
  await expect(traces.getByRole('button', { name: 'Keep traces like this' })).toBeHidden();
  await page.reload();
  await open();
  await expect(traces.getByRole('button', { name: 'Keep a trace after its last span came' })).toContainText('7 days');
  await expect(traces.getByRole('button', { name: 'Room for all of them together' })).toContainText('2 GB');
});
