import { drawing, runBar, step } from './designer.ts';
import { undoneOrder } from './orders.ts';
import { expect, test } from './served.ts';
import { showHeat } from './views/compared.ts';

test('the heat of all runs on the drawing: figures on steps and ways, a list that leads to them, other measures', async ({
  page,
  served,
}) => {
  await undoneOrder(page, served);
  await drawing(page).focus();
  await showHeat(page);
  const card = page.getByRole('region', { name: 'Heat' });
  await expect(card.getByText(/2 runs since/)).toBeVisible();
  await expect(runBar(page)).toBeHidden(); // of a single run nothing is shown meanwhile
  await expect(step(page, 'Create shipment')).toHaveAccessibleName(/2 visits in 2 of 2 runs.*errors 50 %, 2 retries/);
  await expect(drawing(page).getByText('1 · 50 %')).toBeVisible(); // on to the notification: one of two

  await card
    .getByRole('button', { name: /Measure/ })
    .filter({ hasText: 'p95' })
    .click();
  await page.getByRole('option', { name: 'Error rate' }).click();
  const steps = card.getByRole('list').first().getByRole('button');
  await expect(steps.first()).toContainText('50 %');
  await card.getByRole('button', { name: /Create shipment/ }).press('Enter');
  const name = page.getByTestId('inspector').getByRole('textbox', { name: 'Name', exact: true });
  await expect(name).toHaveValue('Create shipment');

  await card.getByRole('button', { name: 'Choose what is measured over' }).click();
  await card.getByRole('button', { name: /Status/ }).click();
  await page.getByRole('option', { name: 'completed' }).click();
  await expect(card.getByText(/1 run since/)).toBeVisible();
  await card
    .getByRole('button', { name: /Measured over/ })
    .filter({ hasText: 'Runs' })
    .click();
  await page.getByRole('option', { name: 'Traces received or imported' }).click();
  await expect(card.getByText(/No trace of “order”/)).toBeVisible();

  await drawing(page).press('Alt+h');
  await expect(card).toBeHidden();
  await expect(runBar(page)).toBeVisible();
});
