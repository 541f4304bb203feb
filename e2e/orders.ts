/** Runs of the example, for tests that look at several. */
import type { Page } from '@playwright/test';
import { run, runBar, showPanel } from './designer.ts';
import { expect, type Served } from './served.ts';

/** An order that goes well, and one that runs into a carrier that is down: it is shown. */
export async function undoneOrder(page: Page, served: Served): Promise<void> {
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Run example' }).click();
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  await showPanel(page, 'Example shop');
  await page.getByText('Shipping is down').click();
  await run(page);
  await expect(runBar(page).getByText('compensated')).toBeVisible({ timeout: 60_000 });
}
