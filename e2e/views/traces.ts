/** Traces from elsewhere: how they come, the list, the page of one, rules that say which step its spans are of. */
import type { Page } from '@playwright/test';
import { showPanel } from '../designer.ts';
import { expect, type Served } from '../served.ts';
import { fileOf, orderSpans, orderTrace, otlpOf } from '../trace-files.ts';
import type { Scene } from './scene.ts';

const long = 'settle every open invoice of the month before the books are closed';

async function imported(page: Page, served: Served): Promise<void> {
  await page.goto(served.url);
  await showPanel(page, 'Traces');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import traces…' }).first().click(),
  ]);
  const nightly = [1, 2, 3, 4].map((night) =>
    otlpOf([{ service: 'books', name: `${long} ${night}`, from: night, to: night * 1_000 }], `${night}`.repeat(32)),
  );
  const lines = {
    ...fileOf('nightly.jsonl', {}),
    buffer: Buffer.from(nightly.map((each) => JSON.stringify(each)).join('\n')),
  };
  const broken = { ...fileOf('broken.json', {}), buffer: Buffer.from('{"resourceSpans":[{') };
  await chooser.setFiles([fileOf('order.json', otlpOf(orderSpans, orderTrace)), lines, broken]);
  await expect(page.getByText('Import is over')).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Traces' }).getByRole('row')).toHaveCount(5);
}

const rulesDialog = (page: Page) => page.getByRole('dialog', { name: 'Mapping rules' });

export const traceScenes: readonly Scene[] = [
  {
    name: 'no traces',
    start: async (page, served) => {
      await page.goto(served.url);
      await showPanel(page, 'Traces');
    },
    views: [
      {
        name: 'traces, none',
        show: (page) => expect(page.getByRole('heading', { name: 'Import a file' })).toBeVisible(),
        isChosen: true,
      },
      {
        name: 'a trace by its id',
        show: async (page) => {
          await page.keyboard.press('Control+Alt+o');
          await expect(page.getByRole('dialog', { name: 'Open a trace by its id' })).toBeVisible();
        },
      },
    ],
  },
  {
    name: 'traces',
    start: imported,
    views: [
      {
        name: 'traces and what became of an import',
        show: (page) => expect(page.getByRole('region', { name: 'Import of traces' })).toBeVisible(),
        isChosen: true,
      },
      {
        name: 'traces chosen',
        show: async (page) => {
          await page.getByRole('button', { name: 'Close what is over' }).click();
          await page.getByRole('row', { name: orderTrace }).focus();
          await page.keyboard.press('Space');
          await expect(page.getByText('1 chosen')).toBeVisible();
        },
        within: '[data-region="panel"]',
      },
      {
        name: 'a trace',
        show: async (page) => {
          await page.getByRole('button', { name: 'Choose none' }).click();
          await page.getByRole('row', { name: orderTrace }).click();
          await expect(page.getByRole('heading', { level: 2, name: 'POST /orders' })).toBeVisible();
          await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible();
        },
        isChosen: true,
      },
      {
        name: 'mapping rules, none',
        show: async (page) => {
          await page.getByRole('button', { name: 'Edit mapping rules' }).click();
          await expect(rulesDialog(page).getByText('5 unmapped')).toBeVisible();
        },
      },
      {
        name: 'mapping rules',
        show: async (page) => {
          await rulesDialog(page).getByRole('button', { name: 'Map spans named charge card' }).click();
          await rulesDialog(page).getByRole('button', { name: 'Add an attribute' }).click();
          await rulesDialog(page).getByRole('button', { name: 'Save rules' }).click();
          await expect(rulesDialog(page).getByText('Say which workflow its spans are of.')).toBeVisible();
        },
        isChosen: true,
      },
      {
        name: 'a trace on the drawing',
        show: async (page) => {
          await rulesDialog(page).getByRole('combobox', { name: 'Workflow' }).fill('order');
          await page.getByRole('option', { name: 'order', exact: true }).click();
          await rulesDialog(page).getByRole('combobox', { name: 'Step' }).fill('pay');
          await page.getByRole('option', { name: /^pay/ }).click();
          await rulesDialog(page).getByRole('button', { name: 'Save rules' }).click();
          await page.getByRole('button', { name: 'Show on the drawing' }).click();
          await expect(page.getByText('2 of 5 spans are of steps here')).toBeVisible();
        },
        isChosen: true,
      },
    ],
  },
];
