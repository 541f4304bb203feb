import { expect, test } from './served.ts';

test('opens with the examples, and nothing goes wrong on the way', async ({ page, served }) => {
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text());
  });
  await page.goto(served.url);
  await page.getByRole('option', { name: 'order.saga.json' }).dblclick();
  await expect(page.getByRole('group', { name: 'Charge payment' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Local engine' })).toBeVisible();
  expect(wrong).toEqual([]);
});

test('runs the example against its shop, started by one click', async ({ page, served }) => {
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Run example' }).click();
  const run = page.getByRole('region', { name: 'The run on the canvas' });
  await expect(run.getByText('completed')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('group', { name: 'Create shipment' })).toHaveAccessibleName(/completed/);
});
