/** The pictures of the docs, taken from the real app at work: `npm run screenshots`. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { openFile, run, runBar, setFaults, shopUrl, showPanel, step } from './designer.ts';
import { expect, test } from './served.ts';

const folder = path.join(import.meta.dirname, '..', 'docs', 'screenshots');

const canvasTool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Zoom and layout' }).getByRole('button', { name });

/** One state, in both appearances. The pointer rests where nothing reacts to it. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.mouse.move(720, 896);
    await page.waitForTimeout(400);
    await page.screenshot({ path: path.join(folder, `${name}-${colorScheme}.png`) });
  }
}

/** A service that takes its time, as services do: then the bars of the timeline are long enough to read. */
const SLOWNESS_MS = 130;

async function orderGoesThrough(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Run example' }).click();
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  await setFaults(await shopUrl(page), { delayMs: SLOWNESS_MS });
}

test('the designer, with an order that went through', async ({ page, served }) => {
  await orderGoesThrough(page, served.url);
  await run(page);
  await expect(runBar(page).getByText('completed')).toBeVisible({ timeout: 30_000 });
  await showPanel(page, 'Steps');
  await step(page, 'Charge payment').click();
  await canvasTool(page, 'Show all').click();
  await shoot(page, 'designer');
});

test('the timeline of an order that was undone', async ({ page, served }) => {
  await orderGoesThrough(page, served.url);
  await page.getByText('Shipping is down').click();
  await run(page);
  await expect(runBar(page).getByText('compensated')).toBeVisible({ timeout: 60_000 });
  await showPanel(page, 'Runs');
  await step(page, 'Create shipment').click();
  await canvasTool(page, 'Show all').click();
  await shoot(page, 'timeline');
});

test('real work: a data pipeline, and a step of it with its form', async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'data-pipeline.saga.json');
  await showPanel(page, 'Steps');
  await canvasTool(page, 'Show all').click();
  await step(page, 'Make the table').click();
  await shoot(page, 'activities');
});

test('what starts runs, and a step that waits for a person', async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'nightly-report.saga.json');
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(page.getByText('nightly-report is deployed as version 1.')).toBeVisible();
  writeFileSync(path.join(served.workspace, 'approval', 'approval.saga.json'), approvalWithHook(served.workspace));
  await openFile(page, 'approval.saga.json');
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(page.getByText('approval is deployed as version 1.')).toBeVisible();
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'expense-17' };
  const body = JSON.stringify({ expense: 'a kettle for the kitchen', approver: 'grace', cents: 3_900 });
  await fetch(new URL('/hooks/expenses', served.url), { method: 'POST', headers, body });
  await showPanel(page, 'Triggers');
  await page.getByRole('button', { name: 'Its run' }).click();
  await page.getByRole('button', { name: 'Answer…' }).click();
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeVisible();
  await canvasTool(page, 'Show all').click();
  await expect(page.getByText('is deployed as version')).toHaveCount(0, { timeout: 20_000 });
  await shoot(page, 'triggers');
});

/** With an address of its own, and nobody to send mails to. */
function approvalWithHook(workspace: string): string {
  const file = path.join(workspace, 'approval', 'approval.saga.json');
  const document = JSON.parse(readFileSync(file, 'utf8')) as { steps: Record<string, object> };
  const ask = { ...document.steps['ask'], activity: 'log', with: { message: 'Please decide.' } };
  const triggers = { expenses: { type: 'webhook', path: 'expenses' } };
  return JSON.stringify({ ...document, triggers, steps: { ...document.steps, ask } }, null, 2);
}
