import { dockTab, run, runBar, setFaults, shopUrl, step } from './designer.ts';
import { expect, test } from './served.ts';

test('whoever is called at night reads what went wrong, where, and what to do, also after a reload', async ({
  page,
  served,
}) => {
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Run example' }).click();
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  const wrong = page.getByRole('list', { name: 'What went wrong' });
  await expect(wrong).toBeHidden();

  await setFaults(await shopUrl(page), { decline: true, undoOutage: true });
  await run(page);
  await expect(runBar(page).getByText('needs a person')).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(runBar(page).getByText('needs a person')).toBeVisible();
  const [why, stuck] = [wrong.getByRole('listitem').nth(0), wrong.getByRole('listitem').nth(1)];
  await expect(why).toContainText('Charge payment');
  await expect(why).toContainText('http.402');
  await expect(stuck).toContainText('The undo of Reserve inventory waits for you');
  await expect(stuck).toContainText('http.503');

  // From the words to the step and its data.
  await why.getByRole('button').click();
  await expect(step(page, 'Charge payment')).toHaveClass(/selected/);
  await expect(dockTab(page, 'Data')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tabpanel', { name: 'Data' })).toContainText('"http.402"');

  // At an earlier moment nothing had gone wrong yet.
  await page.getByRole('slider', { name: 'Moment of the run' }).press('Home');
  await expect(wrong).toBeHidden();
  await page.getByRole('button', { name: 'Back to the latest' }).click();

  await stuck.getByRole('button', { name: 'Decide' }).click();
  await expect(page.getByRole('list', { name: 'Needs attention' }).getByRole('listitem')).toHaveCount(1);
});
