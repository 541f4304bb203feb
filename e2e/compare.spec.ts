import type { Page } from '@playwright/test';
import { runBar, showPanel } from './designer.ts';
import { undoneOrder } from './orders.ts';
import { expect, test } from './served.ts';
import { fileOf, type MadeSpan, orderSpans, orderTrace, otlpOf } from './trace-files.ts';
import { compareWithFirst } from './views/compared.ts';

test('two runs side by side: where they parted, what made the difference, all rows by keyboard, as a table and as text', async ({
  page,
  served,
  context,
}) => {
  await undoneOrder(page, served);
  await compareWithFirst(page);
  await page.getByRole('button', { name: 'Swap A and B' }).click();
  await expect(page.getByText('They parted at Create shipment: A completed, B failed (http.503).')).toBeVisible();

  // The first of what made the difference is the step that was tried three times.
  const summary = page.getByRole('region', { name: 'What made the difference' });
  await expect(summary.getByRole('listitem').first()).toContainText('Create shipment');
  await expect(summary.getByRole('table')).toContainText('null'); // of the output, B has none

  const rows = page.getByRole('treegrid', { name: 'Steps of A and B' });
  const chosen = rows.getByRole('row', { selected: true });
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(chosen).toContainText('Create shipment');
  await expect(chosen).toContainText('1 → 3 attempts');

  await rows.focus();
  await page.keyboard.press('Home');
  await expect(chosen).toContainText('order');
  await page.keyboard.press('n');
  await expect(chosen).toContainText('Place order');
  await page.keyboard.press('N');
  await expect(chosen).toContainText('order');
  await page.keyboard.press('ArrowLeft');
  await expect(chosen).toHaveAttribute('aria-expanded', 'false');
  await expect(rows).toHaveAttribute('aria-rowcount', '2');
  await page.keyboard.press('ArrowRight');

  await page.getByRole('button', { name: /Which rows are shown/ }).click();
  await page.getByRole('option', { name: 'Only what differs' }).click();
  await expect(rows.getByRole('row', { name: /Check order/ })).toHaveCount(0);
  await expect(rows.getByRole('row', { name: /undo Create shipment/ })).toContainText('only in B');
  await page.getByRole('radio', { name: 'Table' }).click();
  await expect(rows.getByRole('columnheader', { name: 'Status B' })).toBeVisible();

  await context.grantPermissions(['clipboard-read', 'clipboard-write']).catch(() => undefined);
  await page.getByRole('button', { name: 'Copy as a Markdown table' }).click();
  await expect(page.getByText('The table was copied')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^\| .*Create shipment \| .* \| completed \| failed \|/m);
});

test('the other run is chosen by what is known of it; the run stays on its drawing', async ({ page, served }) => {
  await undoneOrder(page, served);
  await compareWithFirst(page);
  await page.getByRole('button', { name: 'Choose another for B' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Id, status or name' }).fill('no such run');
  await expect(page.getByText('Nothing here has that in its id, status or name.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page
    .getByRole('navigation', { name: 'Open files' })
    .getByRole('button', { name: 'order.saga.json', exact: true })
    .click();
  await expect(runBar(page)).toBeVisible();
});

const secondTrace = 'd'.repeat(32);

/** The same order where the card was taken at once, and then nobody sent a mail. */
const smoothSpans: readonly MadeSpan[] = [
  { service: 'gateway', name: 'POST /orders', from: 0, to: 500 },
  { service: 'inventory', name: 'reserve stock', from: 20, to: 320, parent: 0 },
  { service: 'payments', name: 'charge card', from: 330, to: 480, parent: 0 },
];

async function importTwo(page: Page, url: string, second: readonly MadeSpan[]): Promise<void> {
  await page.goto(url);
  await showPanel(page, 'Traces');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import traces…' }).first().click(),
  ]);
  await chooser.setFiles([
    fileOf('troubled.json', otlpOf(orderSpans, orderTrace)),
    fileOf('smooth.json', otlpOf(second, secondTrace)),
  ]);
  const cards = page.getByRole('region', { name: 'Import of traces' });
  await expect(cards.getByRole('button', { name: 'Open trace' })).toHaveCount(2);
  await cards.getByRole('button', { name: 'Open trace' }).first().click();
  await page.getByRole('button', { name: 'Compare with…' }).click();
  await page.getByRole('grid', { name: 'Runs and traces' }).getByRole('row').first().click();
}

test('two traces from elsewhere, by service and name: what ran in one only, and what made the difference', async ({
  page,
  served,
}) => {
  await importTwo(page, served.url, smoothSpans);
  const rows = page.getByRole('treegrid', { name: 'Steps of A and B' });
  await expect(rows).toHaveAttribute('aria-rowcount', '6');
  await expect(rows.getByRole('row', { name: /reserve stock/ })).toBeVisible();
  await expect(rows.getByRole('row', { name: /charge card/ })).toHaveCount(2);
  await expect(rows.getByRole('row', { name: /send mail/ })).toContainText(/only in [AB]/);
  const summary = page.getByRole('region', { name: 'What made the difference' });
  await expect(summary.getByRole('listitem').first()).toBeVisible();
  await page.getByRole('radio', { name: 'Table' }).click();
  await expect(rows.getByRole('columnheader', { name: 'Status B' })).toBeVisible();
});

test('of a large one the comparison is made aside, and says the same', async ({ page, served }) => {
  const many = Array.from({ length: 6_000 }, (_, at): MadeSpan => ({
    service: 'inventory',
    name: 'reserve stock',
    from: at,
    to: at + 1,
    ...(at === 0 ? {} : { parent: 0 }),
  }));
  await importTwo(page, served.url, many);
  const rows = page.getByRole('treegrid', { name: 'Steps of A and B' });
  await expect(rows).toHaveAttribute('aria-rowcount', /^6\d{3}$/);
  await expect(rows.getByRole('row', { name: /reserve stock/ }).first()).toBeVisible();
});
