import { fileTab, openFile, runBar, step } from './designer.ts';
import { expect, test } from './served.ts';

test('the tour shows what is drawn, adds, runs and undoes, by keyboard, and is offered once', async ({
  page,
  served,
}) => {
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Take a look around' }).press('Enter');
  const card = page.getByRole('dialog');
  await expect(card).toBeFocused();
  await expect(card).toHaveAccessibleName('What runs is what is drawn');
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(card).toHaveAccessibleName('Add a step');
  await page.keyboard.press('ArrowLeft');
  await expect(card).toHaveAccessibleName('What runs is what is drawn');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(card).toHaveAccessibleName('Run it, and see when what happened');
  await card.getByRole('button', { name: 'Run the order' }).press('Enter');
  await expect(page.getByText('completed').first()).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press('ArrowRight');
  await card.getByRole('button', { name: 'Let it fail' }).press('Enter');
  await expect(page.getByText('compensated').first()).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await expect(runBar(page)).toBeVisible();

  await page.reload();
  await fileTab(page).getByRole('button', { name: 'Close order.saga.json' }).click();
  await expect(page.getByRole('button', { name: 'New workflow' }).last()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Take a look around' })).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Take the tour');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'What runs is what is drawn' })).toBeVisible();
});

test('F6 goes round the parts of the window, and back to where one was', async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'order.saga.json');
  await expect(step(page, 'Charge payment')).toBeVisible();
  const at = () => page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region'));
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.querySelector<HTMLElement>('[data-region="rail"] button')?.focus());
  const seen = [await at()];
  for (let press = 0; press < 7; press += 1) {
    await page.keyboard.press('F6');
    seen.push(await at());
  }
  expect(seen).toEqual(['rail', 'panel', 'drawing', 'inspector', 'dock', 'status', 'bar', 'rail']);
  await page.keyboard.press('Shift+F6');
  expect(await at()).toBe('bar');
});

test('? lists every command with its key', async ({ page, served }) => {
  await page.goto(served.url);
  await expect(page.getByRole('button', { name: 'Run example' })).toBeVisible();
  await page.keyboard.press('Shift+?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toContainText('Save asCtrl Shift S');
  await expect(help).toContainText('Go to the next part of the windowF6');
  await expect(help).toContainText('Take the tour');
});
