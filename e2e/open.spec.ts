import { file, runBar, step } from './designer.ts';
import { expect, test } from './served.ts';

test('opens with the examples, and nothing goes wrong on the way', async ({ page, served }) => {
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text());
  });
  await page.goto(served.url);
  await file(page, 'order.saga.json').dblclick();
  await expect(step(page, 'Charge payment')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Local engine' })).toBeVisible();
  expect(wrong).toEqual([]);
});

test('runs the example against its shop, started by one click', async ({ page, served }) => {
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Run example' }).click();
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  await expect(step(page, 'Create shipment')).toHaveAccessibleName(/completed/);
});
