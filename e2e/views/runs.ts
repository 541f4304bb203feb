/** All runs on a page of their own: none, some of them, those that are chosen, one beside the list. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { openFile, run, runBar } from '../designer.ts';
import { expect, type Served } from '../served.ts';
import { press, type Scene } from './scene.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'All runs' });
const field = (page: Page) => page.getByRole('textbox', { name: 'Filter runs' });

const long = 'settle-every-open-invoice-of-the-month-before-the-books-are-closed';

async function oneRun(page: Page, served: Served): Promise<void> {
  const saga = {
    format: 'sagaloom/v1',
    name: long,
    searchAttributes: { customer: { type: 'string', value: 'a customer with quite a long name' } },
    start: 'stop',
    steps: { stop: { type: 'fail', error: { type: 'books.closed', message: 'The books of this month are closed.' } } },
  };
  writeFileSync(path.join(served.workspace, 'long.saga.json'), JSON.stringify(saga));
  await page.goto(served.url);
  await openFile(page, 'long.saga.json');
  await run(page);
  await expect(runBar(page).getByText('failed')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await press('Control+Alt+r')(page);
  await expect(grid(page)).toBeVisible();
}

export const runsScenes: readonly Scene[] = [
  {
    name: 'all runs, none',
    start: async (page, served) => {
      await page.goto(served.url);
      await expect(page.getByRole('button', { name: 'Run example' })).toBeVisible();
    },
    views: [
      {
        name: 'all runs, none',
        show: async (page) => {
          await press('Control+Alt+r')(page);
          await expect(page.getByTestId('runs-page').getByText('No runs yet')).toBeVisible();
        },
        isChosen: true,
      },
    ],
  },
  {
    name: 'all runs',
    start: oneRun,
    views: [
      { name: 'all runs', show: (page) => expect(grid(page)).toContainText('books.closed'), isChosen: true },
      {
        name: 'a run beside the list',
        show: async (page) => {
          await grid(page).focus();
          await press('ArrowDown')(page);
          await page.getByRole('button', { name: 'Show the run beside the list' }).click();
          await expect(page.getByRole('complementary', { name: 'Run' })).toContainText(long);
        },
        isChosen: true,
      },
      {
        name: 'runs chosen',
        show: async (page) => {
          await grid(page).focus();
          await press(' ')(page);
          await expect(page.getByText('1 selected')).toBeVisible();
        },
      },
      {
        name: 'many runs, a question',
        show: async (page) => {
          await page.getByRole('button', { name: 'Start again' }).click();
          await expect(page.getByRole('alertdialog')).toContainText('from the beginning');
        },
      },
      {
        name: 'columns of runs',
        show: async (page) => {
          await press('Escape')(page);
          await page.getByRole('button', { name: 'Columns' }).click();
          await expect(page.getByRole('dialog', { name: 'Columns' })).toBeVisible();
        },
      },
      {
        name: 'a filter that cannot be read',
        show: async (page) => {
          await press('Escape')(page);
          await field(page).fill('color:red waiting:yes');
          await expect(page.getByText('there is no such filter')).toBeVisible();
        },
        isChosen: true,
      },
    ],
  },
];
