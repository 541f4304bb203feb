/** The timeline, as a person uses it: of a run in the dock, and of a trace from elsewhere over the whole page. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { dockTab, showPanel, step } from './designer.ts';
import { undoneOrder } from './orders.ts';
import { expect, type Served, test } from './served.ts';
import { fileOf, orderSpans, orderTrace, otlpOf } from './trace-files.ts';

const region = (page: Page): Locator => page.getByRole('region', { name: 'Timeline', exact: true });
const rows = (page: Page): Locator => page.getByRole('application', { name: 'Timeline', exact: true });
const said = (page: Page): Locator => region(page).locator('p[aria-live]');
const details = (page: Page): Locator => region(page).getByRole('complementary');

/** An order that was undone, its timeline in the dock with the keys. */
async function undone(page: Page, served: Served): Promise<void> {
  await undoneOrder(page, served);
  await dockTab(page, 'Timeline').click();
  await rows(page).focus();
}

async function fromElsewhere(page: Page, served: Served): Promise<void> {
  await page.goto(served.url);
  await showPanel(page, 'Traces');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import traces…' }).first().click(),
  ]);
  await chooser.setFiles([fileOf('order.json', otlpOf(orderSpans, orderTrace))]);
  await page.getByRole('region', { name: 'Import of traces' }).getByRole('button', { name: 'Open trace' }).click();
  await expect(rows(page)).toBeVisible();
}

async function more(page: Page, name: string): Promise<void> {
  await region(page).getByRole('button', { name: 'More for this trace' }).click();
  await page.getByRole('menuitem', { name }).click();
}

test('errors are jumped to, in step with the drawing, and their details read', async ({ page, served }) => {
  await undone(page, served);
  await page.keyboard.press('e');
  await expect(said(page)).toContainText('Create shipment');
  await expect(step(page, 'Create shipment')).toHaveAccessibleName(/failed|undone/);
  await page.keyboard.press('Enter');
  await expect(details(page).getByRole('button', { name: '1', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('e');
  await expect(details(page).getByRole('button', { name: '2', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Shift+E');
  await expect(details(page).getByRole('button', { name: '1', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expect(details(page).getByText('Attributes')).toBeVisible();
});

test('a search is typed, its matches counted and gone through, and only they listed', async ({ page, served }) => {
  await undone(page, served);
  await page.keyboard.press('f');
  const field = region(page).getByRole('textbox', { name: 'Find in the trace' });
  await expect(field).toBeFocused();
  await field.fill('sagaloom.activity=http');
  await page.keyboard.press('Enter');
  await expect(region(page).getByRole('status')).toHaveText(/\d+ matches/);
  await field.fill('ship');
  await expect(region(page).getByRole('status')).toHaveText('1 match');
  await page.keyboard.press('Escape');
  await expect(rows(page)).toBeFocused();
  await page.keyboard.press('n');
  await expect(said(page)).toContainText('Create shipment');
  await region(page).getByRole('button', { name: 'Matches only' }).click();
  await more(page, 'Show as a table');
  await expect(region(page).getByRole('row', { name: /Create shipment/ })).toBeVisible();
  await expect(region(page).getByRole('row', { name: /Check order/ })).toHaveCount(0);
  await region(page).getByRole('button', { name: 'Remove sagaloom.activity=http' }).click();
  await region(page).getByRole('button', { name: 'Clear' }).click();
  await expect(region(page).getByRole('row', { name: /Check order/ })).toBeVisible();
  // The filter writes what one could have typed.
  await region(page).getByRole('button', { name: 'Filter' }).click();
  const form = page.getByRole('dialog', { name: 'Filter' });
  await form.getByRole('textbox', { name: 'At least' }).fill('1ms');
  await form.getByRole('textbox', { name: 'Attribute' }).fill('error.type');
  await form.getByRole('button', { name: 'Add to the search' }).click();
  await expect(region(page).getByRole('button', { name: '>=1ms', exact: true })).toBeVisible();
  await expect(region(page).getByRole('button', { name: 'error.type=*', exact: true })).toBeVisible();
});

test('steps are grouped, the critical path has its share, and all of it is saved', async ({ page, served }) => {
  await undone(page, served);
  await page.keyboard.press('c');
  await page.keyboard.press('e');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(details(page).getByText('On the critical path')).toBeVisible();
  await more(page, 'Group by step');
  await more(page, 'Show as a table');
  await expect(
    region(page)
      .getByRole('row', { name: /Create shipment/ })
      .first(),
  ).toBeVisible();
  const saved = async (name: string): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent('download'), more(page, name)]);
    return readFileSync(await download.path(), 'utf8');
  };
  const svg = await saved('Save as SVG');
  expect(svg).toContain('<svg xmlns="http://www.w3.org/2000/svg"');
  expect(svg).toContain('Create shipment');
  expect(svg).not.toContain('oklch');
  expect(await saved('Save as PNG')).toContain('PNG');
  expect(JSON.parse(await saved('Save as OTLP JSON'))).toHaveProperty('resourceSpans');
});

test('a link opens the same trace, with what was chosen and looked for', async ({ page, served, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']).catch(() => {});
  await undone(page, served);
  await page.keyboard.press('e');
  await expect(said(page)).toContainText('Create shipment');
  await page.keyboard.press('f');
  await page.keyboard.type('status:error');
  await page.keyboard.press('Enter');
  await more(page, 'Copy link');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#run=.+&span=[0-9a-f]{16}&find=status%3Aerror/);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, new URL(link).hash);
  const trace = page.locator('[data-region="drawing"]').getByRole('region', { name: 'Timeline', exact: true });
  await expect(trace.getByRole('button', { name: 'status:error', exact: true })).toBeVisible();
  await expect(trace.getByRole('complementary').getByRole('heading', { level: 3 })).toBeVisible();
});

test('a trace from elsewhere: its overview is moved with the keys, its rows folded, its spans told', async ({
  page,
  served,
}) => {
  await fromElsewhere(page, served);
  await rows(page).focus();
  await page.keyboard.press('Home');
  await expect(said(page)).toContainText('POST /orders');
  await page.keyboard.press('[');
  await page.keyboard.press('ArrowDown');
  await expect(said(page)).toContainText('POST /orders');
  await page.keyboard.press(']');
  await page.keyboard.press('ArrowDown');
  await expect(said(page)).not.toContainText('POST /orders');
  await page.keyboard.press('Enter');
  await expect(details(page).getByText('Not mapped to a step')).toBeVisible();
  await more(page, 'Show the overview');
  const overview = region(page).getByRole('slider', { name: 'Part of the trace that is shown' });
  const whole = await overview.getAttribute('aria-valuetext');
  await overview.focus();
  await page.keyboard.press('ArrowUp');
  await expect(overview).not.toHaveAttribute('aria-valuetext', whole ?? '');
  await page.keyboard.press('0');
  await expect(overview).toHaveAttribute('aria-valuetext', whole ?? '');
});

/** Asks the command palette for something, by what it is called there. */
async function byPalette(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  const field = page.getByRole('dialog').getByRole('combobox');
  await field.fill(`> ${name}`);
  await expect(page.getByRole('option', { name, selected: true })).toBeVisible();
  await field.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

test('all that a timeline can do is in the command palette, with its key', async ({ page, served }) => {
  await undone(page, served);
  const option = (name: RegExp): Locator => page.getByRole('option', { name });
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog').getByRole('combobox').fill('> next error');
  await expect(option(/^Next error/)).toHaveText(/Next error.*Timeline.*E/);
  await page.keyboard.press('Enter');
  await expect(said(page)).toContainText('Create shipment');
  await byPalette(page, 'Show the critical path');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog').getByRole('combobox').fill('> critical path');
  await expect(option(/^Hide the critical path/)).toBeVisible();
  await page.keyboard.press('Escape');
  await byPalette(page, 'Find in the trace');
  await expect(region(page).getByRole('textbox', { name: 'Find in the trace' })).toBeFocused();
  await byPalette(page, 'Show as a table');
  await expect(
    region(page)
      .getByRole('row', { name: /Create shipment/ })
      .first(),
  ).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog').getByRole('combobox').fill('> zoom to a stretch');
  await expect(option(/^Zoom to a stretch/)).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  await byPalette(page, 'Show as bars');
  const [download] = await Promise.all([page.waitForEvent('download'), byPalette(page, 'Save as SVG')]);
  expect(readFileSync(await download.path(), 'utf8')).toContain('<svg');
});

test('a stretch is marked with the pointer, and the keys show all of it again', async ({ page, served }) => {
  await fromElsewhere(page, served);
  await page.setViewportSize({ width: 1440, height: 900 });
  await more(page, 'Show the overview');
  const overview = region(page).getByRole('slider', { name: 'Part of the trace that is shown' });
  const whole = (await overview.getAttribute('aria-valuetext')) ?? '';
  await rows(page).focus();
  await page.keyboard.press('b');
  await expect(region(page).getByText('Drag over the stretch')).toBeVisible();
  const box = await rows(page).boundingBox();
  if (!box) throw new Error('there are no rows');
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(overview).not.toHaveAttribute('aria-valuetext', whole);
  await expect(region(page).getByText('Drag over the stretch')).toHaveCount(0);
  await page.keyboard.press('0');
  await expect(overview).toHaveAttribute('aria-valuetext', whole);
});
