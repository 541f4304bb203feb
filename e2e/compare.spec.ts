import { runBar } from './designer.ts';
import { undoneOrder } from './orders.ts';
import { expect, test } from './served.ts';
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
