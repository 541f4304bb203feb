/** Traces from elsewhere: imported, received, looked at, and mapped to the steps of a drawing. */
import { createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { fileTab, showPanel, step } from './designer.ts';
import { expect, type Served, test } from './served.ts';
import { fileOf, jaegerOf, orderSpans, orderTrace, otlpOf } from './trace-files.ts';

const jaegerTrace = '6e0c63257de34c92bf9efcd03927272e';
const otlpFile = fileOf('order.json', otlpOf(orderSpans, orderTrace));

type FileToPick = ReturnType<typeof fileOf>;

async function openTraces(page: Page, served: Served): Promise<void> {
  await page.goto(served.url);
  await showPanel(page, 'Traces');
}

async function importFiles(page: Page, files: readonly FileToPick[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import traces…' }).first().click(),
  ]);
  await chooser.setFiles([...files]);
}

const card = (page: Page) => page.getByRole('region', { name: 'Import of traces' });
const row = (page: Page, name: string) => page.getByRole('grid', { name: 'Traces' }).getByRole('row', { name });
const header = (page: Page, name: string) => page.getByRole('heading', { level: 2, name });

test('files of OTLP and of Jaeger are imported, and a trace of each opens', async ({ page, served }) => {
  await openTraces(page, served);
  const jaeger = jaegerOf(orderSpans.slice(0, 3), jaegerTrace);
  const packed = {
    ...fileOf('night.json.gz', {}),
    buffer: gzipSync(JSON.stringify(otlpOf(orderSpans, 'f'.repeat(32)))),
  };
  await importFiles(page, [otlpFile, fileOf('jaeger.json', jaeger), packed]);
  await expect(card(page).getByText('Import is over')).toBeVisible();
  await expect(card(page).getByText('5 spans in 1 trace')).toHaveCount(2);
  await card(page).getByRole('button', { name: 'Open trace' }).first().click();
  await expect(header(page, 'POST /orders')).toBeVisible();
  await expect(page.getByText('gateway · inventory · payments and 1 more')).toBeVisible();
  await row(page, jaegerTrace).click();
  await expect(fileTab(page).getByRole('button', { name: 'POST /orders', exact: true })).toHaveCount(2);
  await expect(page.getByText(jaegerTrace)).toBeVisible();
});

test('the error of a trace is found', async ({ page, served }) => {
  await openTraces(page, served);
  await importFiles(page, [otlpFile, fileOf('fine.json', otlpOf(orderSpans.slice(0, 2), 'a'.repeat(32)))]);
  await expect(card(page).getByText('Import is over')).toBeVisible();
  await expect(row(page, 'POST /orders')).toHaveCount(2);
  await page.getByText('With errors only').click();
  await expect(row(page, 'POST /orders')).toHaveCount(1);
  await row(page, orderTrace).click();
  await expect(page.getByText('1 failed span', { exact: true })).toBeVisible();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByRole('button', { name: 'Next error' }).click();
  await timeline.getByRole('application').or(timeline.locator('canvas')).first().focus();
  await page.keyboard.press('Enter');
  await expect(timeline.getByRole('complementary').getByText('card.declined').first()).toBeVisible();
});

test('spans are mapped to a step by a rule, and lie over the drawing', async ({ page, served }) => {
  await openTraces(page, served);
  await importFiles(page, [otlpFile]);
  await card(page).getByRole('button', { name: 'Open trace' }).click();
  await page.getByRole('button', { name: 'Close what is over' }).click();
  await page.getByRole('button', { name: 'Edit mapping rules' }).click();
  const rules = page.getByRole('dialog', { name: 'Mapping rules' });
  await expect(rules.getByText('5 unmapped')).toBeVisible();
  await rules.getByRole('button', { name: 'Map spans named charge card' }).click();
  await rules.getByRole('combobox', { name: 'Workflow' }).fill('order');
  await page.getByRole('option', { name: 'order', exact: true }).click();
  await rules.getByRole('combobox', { name: 'Step' }).fill('charge');
  await page.getByRole('option', { name: /^pay/ }).click();
  await expect(rules.getByText('2 by rules')).toBeVisible();
  await expect(rules.getByText('3 unmapped')).toBeVisible();
  await rules.getByRole('button', { name: 'Save rules' }).click();
  await page.getByRole('button', { name: 'Show on the drawing' }).click();
  await expect(page.getByText('2 of 5 spans are of steps here')).toBeVisible();
  await expect(step(page, 'Charge payment')).toHaveAccessibleName(/done|completed/i);
  await page
    .getByRole('region', { name: 'The trace on the drawing' })
    .getByRole('button', { name: 'Open trace' })
    .click();
  await expect(header(page, 'POST /orders')).toBeVisible();
});

test('what a service sends to the receiver appears, and grows while it is looked at', async ({ page, served }) => {
  const port = await freePort();
  await openTraces(page, served);
  // The usual port may be somebody's on this machine: then it says so, and another one is chosen there.
  const taken = createServer();
  await new Promise<void>((resolve) => taken.once('error', () => resolve()).listen(4_318, '127.0.0.1', resolve));
  await page.getByText('Receive traces').click();
  await expect(page.getByText('Port 4318 is in use')).toBeVisible();
  await page.getByRole('textbox', { name: 'Another port' }).fill(String(port));
  await page.getByRole('button', { name: 'Use it' }).click();
  await expect(
    page.getByRole('region', { name: 'Receive traces' }).getByText(`http://127.0.0.1:${port}`),
  ).toBeVisible();
  taken.close();
  expect(await send(port, otlpOf(orderSpans.slice(0, 2), orderTrace))).toBe(200);
  await row(page, orderTrace).click();
  await expect(page.getByText('2 spans', { exact: true }).last()).toBeVisible();
  expect(await send(port, otlpOf(orderSpans, orderTrace))).toBe(200);
  await expect(page.getByText('5 spans', { exact: true }).last()).toBeVisible();
  await page.getByText('Receive traces').click();
  await expect(page.getByText('Services on this computer can send OTLP here.')).toBeVisible();
  await expect(send(port, {})).rejects.toThrow();
});

test('a link opens a trace, it is saved as OTLP, and removed after a question', async ({ page, served }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker')); // nobody is there to choose a place
  await openTraces(page, served);
  await importFiles(page, [otlpFile]);
  await expect(card(page).getByText('Import is over')).toBeVisible();
  await page.evaluate((id) => {
    location.hash = `#trace=${id}`;
  }, orderTrace);
  await expect(header(page, 'POST /orders')).toBeVisible();
  await page.reload();
  await expect(header(page, 'POST /orders')).toBeVisible();
  await page.getByRole('button', { name: 'More for POST /orders' }).last().click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save as OTLP JSON' }).click(),
  ]);
  const saved: unknown = JSON.parse(readFileSync(await download.path(), 'utf8'));
  expect(JSON.stringify(saved).match(/"spanId"/g)).toHaveLength(orderSpans.length);
  await page.getByRole('button', { name: 'More for POST /orders' }).last().click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('1 trace removed').first()).toBeVisible();
  await expect(header(page, 'POST /orders')).toBeHidden();
  await expect(row(page, orderTrace)).toHaveCount(0);
});

test('files dropped anywhere are told apart: a workflow opens, traces are imported', async ({ page, served }) => {
  await page.goto(served.url);
  await expect(page.getByRole('button', { name: 'Run example' })).toBeVisible();
  const workflow = JSON.stringify({
    format: 'sagaloom/v1',
    name: 'dropped',
    start: 'a',
    steps: { a: { type: 'succeed' } },
  });
  const transfer = await page.evaluateHandle(
    ([first, second]) => {
      const data = new DataTransfer();
      data.items.add(new File([first ?? ''], 'dropped.json'));
      data.items.add(new File([second ?? ''], 'order.json'));
      return data;
    },
    [workflow, otlpFile.buffer.toString('utf8')],
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await expect(page.getByText('Workflows open, traces are imported')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(card(page).getByText('5 spans in 1 trace')).toBeVisible();
  await expect(fileTab(page).getByRole('button', { name: /^dropped/ })).toBeVisible();
});

async function send(port: number, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`http://127.0.0.1:${port}/v1/traces`, { method: 'POST', headers, body: JSON.stringify(body) }))
    .status;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
