import { rmSync } from 'node:fs';
import path from 'node:path';
import { startShop } from '../../examples/testing/processes.ts';
import { booksAt, openFile, run, runBar, setFaults, step } from '../designer.ts';
import { examplesCopy, expect, serve, test } from '../served.ts';

test('a run carries on where it was when the engine is killed in the middle, and the page with it', async ({
  page,
}) => {
  const workspace = examplesCopy();
  const shop = await startShop(path.join(workspace, 'shop.db'));
  const places = { workspace, database: path.join(workspace, '.sagaloom', 'runs.db'), env: { SHOP_URL: shop.url } };
  const first = await serve(places);
  try {
    await setFaults(shop.url, { delayMs: 1_500 });
    await page.goto(first.url);
    await openFile(page, 'order.saga.json');
    await run(page);
    await expect(step(page, 'Charge payment')).toHaveAccessibleName(/running/, { timeout: 30_000 });
    process.kill(first.pid, 'SIGKILL');
    await first.kill('SIGKILL');
    await expect(page.getByRole('contentinfo').getByRole('status')).toContainText('Engine out of reach');

    const second = await serve({ ...places, port: Number(new URL(first.url).port) });
    await expect(page.getByRole('contentinfo').getByRole('status')).toContainText('Local engine · durable', {
      timeout: 30_000,
    });
    await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
    await expect(step(page, 'Create shipment')).toHaveAccessibleName(/completed/);
    const { balanced, payments, shipments, stock } = await booksAt(shop.url);
    expect({ balanced, payments: payments.length, shipments: shipments.length, tea: stock['tea'] }).toEqual({
      balanced: true,
      payments: 1,
      shipments: 1,
      tea: 498,
    });
    await second.kill('SIGTERM');
  } finally {
    await first.kill('SIGKILL');
    await shop.stop();
    rmSync(workspace, { recursive: true, force: true });
  }
});
