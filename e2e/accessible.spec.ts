import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { dockTab, openFile, run, runBar, showPanel, step } from './designer.ts';
import { expect, test } from './served.ts';

test.describe.configure({ timeout: 240_000 }); // axe reads the whole page each time

/** Everything axe knows to be wrong, in both appearances; only what is in the way of somebody is named. */
async function expectClean(page: Page, view: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
    expect.soft(found, `${view}, ${colorScheme}`).toEqual([]);
  }
}

test('the welcome page, the files and the settings are accessible', async ({ page, served }) => {
  await page.goto(served.url);
  await expect(page.getByRole('button', { name: 'Run example' })).toBeVisible();
  await expectClean(page, 'welcome');
  await showPanel(page, 'Files');
  await expectClean(page, 'files');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectClean(page, 'settings');
  for (const tab of ['Secrets', 'Trust']) {
    await page.getByRole('tab', { name: tab }).click();
    await expectClean(page, `settings, ${tab}`);
  }
});

test('the canvas, the palette, the inspector and the run dialog are accessible', async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'order.saga.json');
  await step(page, 'Charge payment').click();
  for (const panel of ['Steps', 'Outline']) {
    await showPanel(page, panel);
    await expectClean(page, panel);
  }
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectClean(page, 'run dialog');
});

test('a run, its timeline, history and data are accessible', async ({ page, served }) => {
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Run example' }).click();
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  await expectClean(page, 'shop');
  for (const tab of ['Timeline', 'History', 'Problems', 'Data']) {
    await dockTab(page, tab).click();
    await expectClean(page, tab);
  }
  for (const panel of ['Runs', 'Needs attention']) {
    await showPanel(page, panel);
    await expectClean(page, panel);
  }
});

test('triggers and the docs of an activity are accessible', async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'nightly-report.saga.json');
  await step(page, 'Read the sales').click();
  await page.getByRole('button', { name: 'What it does, with examples' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectClean(page, 'docs of an activity');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await showPanel(page, 'Triggers');
  await expect(page.getByRole('list', { name: 'Schedules' })).toBeVisible();
  await page.getByText('Next times').click();
  await expectClean(page, 'triggers');
});

const orders = {
  format: 'sagaloom/v1',
  name: 'orders',
  signals: { approved: { payload: { type: 'object', properties: { by: { type: 'string' } } } } },
  triggers: { nightly: { type: 'schedule', cron: '0 2 * * *', paused: true } },
  searchAttributes: { count: { type: 'number', value: 1 } },
  concurrencyKey: { key: 'all', limit: 9 },
  start: 'each',
  steps: {
    each: {
      type: 'map',
      items: [1, 2],
      start: 'wait',
      steps: {
        wait: { type: 'receive', signal: 'approved', timeout: '2h', onTimeout: 'tell' },
        tell: { type: 'emit', event: 'late' },
      },
      next: 'again',
    },
    again: { type: 'child', workflow: 'parcel', compensate: { workflow: 'back' } },
  },
};

test('maps, signals and what a workflow declares are accessible', async ({ page, served }) => {
  writeFileSync(path.join(served.workspace, 'orders.saga.json'), JSON.stringify(orders));
  await page.goto(served.url);
  await openFile(page, 'orders.saga.json');
  const inspector = page.getByTestId('inspector');
  for (const tab of ['Variables', 'Messages', 'Starts']) {
    await inspector.getByRole('tab', { name: tab }).click();
    await expectClean(page, tab);
  }
  for (const name of ['wait', 'tell', 'again']) {
    await step(page, name).click();
    await expectClean(page, name);
  }
  await inspector.getByRole('tab', { name: 'Undo' }).click();
  await expectClean(page, 'undo by workflow');
  await run(page);
  await expect(step(page, 'wait')).toHaveAccessibleName(/waiting/);
  await runBar(page).getByRole('button', { name: 'Send signal' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectClean(page, 'signal');
});
