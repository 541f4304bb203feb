import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { dockTab, drawing, openFile, runBar, step } from './designer.ts';
import { expect, test } from './served.ts';

test.describe.configure({ timeout: 120_000 }); // drawn by hand, and run to its end by hand

const paletteItem = (page: Page, name: string) => page.getByRole('option', { name, exact: true });

/** By keyboard alone: after, or into, what is chosen. */
async function addStep(page: Page, sought: string, name: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(sought);
  await page.keyboard.press('Enter');
  await step(page, name).click();
}

async function start(page: Page, input: object): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).click(); // the shortcut might come before the file is drawn
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'JSON' }).fill(JSON.stringify(input));
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
}

async function sendSignal(page: Page, name: string): Promise<void> {
  await runBar(page).getByRole('button', { name: 'Send signal' }).click();
  const dialog = page.getByRole('dialog', { name: /^Send a signal/ });
  await expect(dialog.getByRole('button', { name: new RegExp(`^${name}`) })).toBeVisible();
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('draws a map that waits for signals, pauses and resumes its run, and signals it to its end', async ({
  page,
  served,
}) => {
  await page.goto(served.url);
  await page
    .getByRole('button', { name: /^New workflow/ })
    .first()
    .click();
  await paletteItem(page, 'Map').dragTo(drawing(page), { targetPosition: { x: 380, y: 120 } });
  await expect(step(page, 'Map')).toHaveClass(/selected/);
  await addStep(page, 'receive', 'Receive signal');
  await page.getByRole('textbox', { name: 'Signal', exact: true }).fill('approved');
  await step(page, 'Receive signal').click();
  await addStep(page, 'writes a line', 'Log');
  await page.getByRole('textbox', { name: 'Message' }).fill('Approved.');

  await start(page, { items: ['a', 'b'] });
  await expect(step(page, 'Map')).toHaveAccessibleName(/running/);
  await expect(step(page, 'Receive signal')).toHaveAccessibleName(/waiting/);

  await runBar(page).getByRole('button', { name: 'Pause the run' }).click();
  await expect(runBar(page).getByText('paused')).toBeVisible();
  await runBar(page).getByRole('button', { name: 'Resume the run' }).click();
  await expect(runBar(page).getByText('running')).toBeVisible();

  await sendSignal(page, 'approved');
  await expect(drawing(page).getByTitle('running · 1 of 2 items done')).toBeVisible();
  await sendSignal(page, 'approved');
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  await expect(drawing(page).getByTitle('completed · 2 of 2 items done')).toBeVisible();
  await dockTab(page, 'History').click();
  await expect(page.getByRole('tabpanel', { name: 'History' }).getByText('Paused')).toBeVisible();
});

const parcel = {
  format: 'sagaloom/v1',
  name: 'parcel',
  start: 'wait',
  steps: { wait: { type: 'receive', name: 'Picked up', signal: 'picked' } },
  queries: { where: { returns: 'in the hall' }, weight: { returns: "{% $error('nobody weighed it') %}" } },
};
const order = {
  format: 'sagaloom/v1',
  name: 'sends-parcel',
  start: 'send',
  steps: { send: { type: 'child', name: 'Send the parcel', workflow: 'parcel' } },
};

test('a child is opened from the step that started it, is asked a query, and ends its parent', async ({
  page,
  served,
}) => {
  for (const document of [parcel, order])
    writeFileSync(path.join(served.workspace, `${document.name}.saga.json`), JSON.stringify(document));
  await page.goto(served.url);
  await openFile(page, 'sends-parcel.saga.json');
  await start(page, {});
  await page.getByRole('button', { name: /^Open the run/ }).click();
  await expect(step(page, 'Picked up')).toHaveAccessibleName(/waiting/);

  await runBar(page).getByRole('button', { name: 'More for this run' }).click();
  await page.getByRole('menuitem', { name: 'Ask a query' }).click();
  const dialog = page.getByRole('dialog', { name: /^Ask/ });
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(dialog.getByText('"in the hall"')).toBeVisible();
  await dialog.getByRole('button', { name: /^where/ }).click();
  await page.getByRole('option', { name: 'weight' }).click();
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('nobody weighed it');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await sendSignal(page, 'picked');
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('navigation', { name: 'Open files' }).getByText('sends-parcel.saga.json').click();
  await expect(step(page, 'Send the parcel')).toHaveAccessibleName(/completed/);
});
