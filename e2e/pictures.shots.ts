/** The pictures of the docs, taken from the real app at work: `npm run screenshots`. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { fileTab, openFile, run, runBar, setFaults, shopUrl, showPanel, step } from './designer.ts';
import { undoneOrder } from './orders.ts';
import { expect, test } from './served.ts';
import { type MadeSpan, orderTrace, otlpOf } from './trace-files.ts';
import { compareWithFirst, showHeat } from './views/compared.ts';

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

test('a trace of 100,000 spans from a file', async ({ page, served }) => {
  test.setTimeout(240_000);
  await page.goto(served.url);
  await showPanel(page, 'Traces');
  const spans = manySpans(100_000);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import traces…' }).first().click(),
  ]);
  const file = path.join(served.workspace, 'night.json');
  writeFileSync(file, JSON.stringify(otlpOf(spans, orderTrace)));
  await chooser.setFiles(file);
  const card = page.getByRole('region', { name: 'Import of traces' });
  await expect(card.getByText('Import is over')).toBeVisible({ timeout: 180_000 });
  await card.getByRole('button', { name: 'Open trace' }).click();
  await page.getByRole('button', { name: 'Close what is over' }).click();
  await expect(page.getByText('100,000 spans').last()).toBeVisible();
  // Close to the first error, with what is around it.
  await page.getByRole('application', { name: 'Timeline' }).focus();
  for (const key of ['e', 'z', '-', '-', '-', '-', '-']) await page.keyboard.press(key); // oxlint-disable-line no-await-in-loop
  await page.getByRole('application', { name: 'Timeline' }).blur();
  await shoot(page, 'trace');
});

test('two runs compared, and the heat of many on the drawing', async ({ page, served }) => {
  test.setTimeout(240_000);
  await undoneOrder(page, served);
  await setFaults(await shopUrl(page), { delayMs: SLOWNESS_MS });
  await compareWithFirst(page);
  await shoot(page, 'comparison');
  await fileTab(page).getByRole('button', { name: 'order.saga.json', exact: true }).click();
  const [runs, went] = [9, new Set([3, 7])];
  for (let n = 0; n < runs; n += 1) {
    // One after the other: the shop is told what goes wrong with the next.
    // oxlint-disable no-await-in-loop
    await setFaults(await shopUrl(page), { outage: went.has(n), delayMs: 40 + ((n * 53) % 260) });
    await run(page);
    await expect(runBar(page).getByText(/completed|compensated/)).toBeVisible({ timeout: 60_000 });
    // oxlint-enable no-await-in-loop
  }
  await showHeat(page);
  await canvasTool(page, 'Show all').click();
  await shoot(page, 'heat');
});

/** The calls of a night: they follow one another, each within its caller. */
function manySpans(count: number): readonly MadeSpan[] {
  const services = ['gateway', 'orders', 'inventory', 'payments', 'mail'];
  const names = ['POST /orders', 'SELECT orders', 'reserve stock', 'charge card', 'publish order.placed', 'send mail'];
  const made: MadeSpan[] = [{ service: 'scheduler', name: 'nightly orders', from: 0, to: 120_000 }];
  let seed = 7;
  const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const each = 120_000 / (count / 25);
  for (let index = 1; index < count; index += 1) {
    const isCall = index % 25 === 1;
    const call = index - ((index - 1) % 25);
    const parent = isCall ? 0 : call + Math.floor(random() * Math.min(index - call, 6));
    const holder = made[parent] ?? made[0];
    if (!holder) break;
    const from = isCall
      ? Math.floor((index / 25) * each)
      : holder.from + Math.floor(random() * (holder.to - holder.from) * 0.7);
    const to = isCall
      ? from + Math.floor(each * (60 + 140 * random()))
      : Math.max(from + 1, Math.floor(from + (holder.to - from) * random()));
    const error = random() < 0.0008 ? { error: 'deadline.exceeded' } : {};
    const at = isCall ? 0 : index % names.length;
    made.push({ service: services[at % services.length] ?? '', name: names[at] ?? '', from, to, parent, ...error });
  }
  return made;
}

/** With an address of its own, and nobody to send mails to. */
function approvalWithHook(workspace: string): string {
  const file = path.join(workspace, 'approval', 'approval.saga.json');
  const document = JSON.parse(readFileSync(file, 'utf8')) as { steps: Record<string, object> };
  const ask = { ...document.steps['ask'], activity: 'log', with: { message: 'Please decide.' } };
  const triggers = { expenses: { type: 'webhook', path: 'expenses' } };
  return JSON.stringify({ ...document, triggers, steps: { ...document.steps, ask } }, null, 2);
}
