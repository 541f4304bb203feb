/** Containers: shown alone with a way back, the way back of a saga, and the branches of a parallel. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { drawing, openFile, step } from './designer.ts';
import { expect, test } from './served.ts';

const http = (name: string, next?: string, more: object = {}) => ({
  type: 'task',
  name,
  activity: 'http',
  with: { method: 'POST', url: 'http://127.0.0.1:9/x', body: {} },
  ...more,
  ...(next === undefined ? {} : { next }),
});
const undo = (name: string) => ({ compensate: { activity: 'http', name, with: { url: 'http://127.0.0.1:9/y' } } });
const workflow = {
  format: 'sagaloom/v1',
  name: 'trip',
  start: 'first',
  steps: {
    first: http('Look around', 'trip', { readOnly: true }),
    trip: {
      type: 'saga',
      name: 'Book trip',
      start: 'hotel',
      steps: {
        hotel: http('Book hotel', 'flight', undo('cancel hotel')),
        flight: http('Book flight', 'both', undo('cancel flight')),
        both: {
          type: 'parallel',
          name: 'Tell all',
          branches: {
            mail: { start: 'post', steps: { post: { type: 'wait', name: 'Post', for: '1s' } } },
            phone: { start: 'call', steps: { call: { type: 'wait', name: 'Call', for: '1s' } } },
          },
        },
      },
    },
  },
};

async function openTrip(page: Page, { url, workspace }: { url: string; workspace: string }): Promise<void> {
  writeFileSync(path.join(workspace, 'trip.saga.json'), JSON.stringify(workflow));
  await page.goto(url);
  await openFile(page, 'trip.saga.json');
  await expect(step(page, 'Book trip')).toBeVisible();
}

const trail = (page: Page) => page.getByRole('navigation', { name: 'Where the view is' });

test('a container is shown alone and left again, by keyboard, breadcrumb and a step outside', async ({
  page,
  served,
}) => {
  await openTrip(page, served);
  await step(page, 'Book trip').focus();
  await page.keyboard.press('Alt+Enter');
  await expect(trail(page)).toHaveText(/trip.*Book trip/);
  await expect(step(page, 'Look around')).toBeHidden();
  await expect(step(page, 'Book hotel')).toBeVisible();

  await step(page, 'Tell all').focus();
  await page.keyboard.press('Alt+Enter');
  await expect(trail(page)).toHaveText(/Book trip.*Tell all/);
  await expect(step(page, 'Book hotel')).toBeHidden();
  await trail(page).getByRole('button', { name: 'Book trip' }).click();
  await expect(step(page, 'Book hotel')).toBeVisible();

  await drawing(page).focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(trail(page)).toBeHidden();
  await expect(step(page, 'Look around')).toBeVisible();
});

test('what is added in the view of a container comes into it', async ({ page, served }) => {
  await openTrip(page, served);
  await step(page, 'Book trip').focus();
  await page.keyboard.press('Alt+Enter');
  await expect(trail(page)).toBeVisible();
  await drawing(page).focus();
  await page.keyboard.press('a');
  await page.keyboard.type('wait');
  await page.keyboard.press('Enter');
  await expect(step(page, 'Wait')).toHaveAccessibleName(/Book trip/);
});

test('the way back is a lane: what would be undone if the chosen step failed', async ({ page, served }) => {
  await openTrip(page, served);
  await page.getByRole('button', { name: 'Way back' }).click();
  await expect(page.getByText('Way back if the last step fails: 2 undos, the last step first')).toBeVisible();
  await step(page, 'Book flight').click();
  await expect(page.getByText('Way back if Book flight fails: 1 undo')).toBeVisible();
  await page.keyboard.press('Alt+b');
  await expect(page.getByText(/^Way back if/)).toBeHidden();
});

test('branches are added, renamed, moved and deleted on the canvas', async ({ page, served }) => {
  await openTrip(page, served);
  await step(page, 'Tell all').focus();
  await page.keyboard.press('Alt+Enter');
  const tools = (name: string) => drawing(page).getByRole('group', { name, exact: true });
  await tools('mail').getByRole('button', { name: 'Rename the branch' }).click();
  await page.getByRole('textbox', { name: 'Rename the branch' }).fill('By mail');
  await page.keyboard.press('Enter');
  await expect(tools('By mail')).toBeVisible();
  await expect(tools('By mail').getByRole('button', { name: 'Move the branch up' })).toBeDisabled();
  await tools('By mail').getByRole('button', { name: 'Move the branch down' }).click();
  await expect(tools('By mail').getByRole('button', { name: 'Move the branch down' })).toBeDisabled();
  await tools('phone').getByRole('button', { name: 'Delete the branch' }).click();
  await expect(step(page, 'Call')).toBeHidden();
  await step(page, 'Tell all').click({ button: 'right', position: { x: 60, y: 12 } });
  await page.getByRole('menuitem', { name: 'Add a branch' }).click();
  await expect(tools('branch')).toBeVisible();
});
