import type { Locator, Page } from '@playwright/test';
import { drawing, fileTab, openFile, step } from './designer.ts';
import { expect, test } from './served.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf(part: Locator): Promise<Box> {
  const box = await part.boundingBox();
  if (box === null) throw new Error('it is not on the screen');
  return box;
}

const middleOf = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 });
const undoButton = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

test.beforeEach(async ({ page, served, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(served.url);
  await openFile(page, 'order.saga.json');
  await expect(step(page, 'Notify customer')).toBeVisible();
});

test('steps are put in line from the menu, and back again', async ({ page }) => {
  await step(page, 'Check order').click();
  await step(page, 'Notify customer').click({ modifiers: ['Shift'] });
  await step(page, 'Notify customer').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Align left' }).click();
  await expect(undoButton(page, 'Undo: align 2 steps')).toBeEnabled();
  const lefts = async () => [
    (await boxOf(step(page, 'Check order'))).x,
    (await boxOf(step(page, 'Notify customer'))).x,
  ];
  await expect.poll(async () => Math.abs((await lefts()).reduce((a, b) => a - b))).toBeLessThan(1);
  await undoButton(page, 'Undo: align 2 steps').click();
  await expect(page.getByText('Undone: align 2 steps.')).toBeVisible();
});

test('a connection snaps to a step it may lead to, and says why where it may not', async ({ page }) => {
  const from = step(page, 'Check order');
  await from.hover();
  const port = middleOf(await boxOf(from.getByTitle('Next step')));
  await page.mouse.move(port.x, port.y);
  await page.mouse.down();
  const inside = middleOf(await boxOf(step(page, 'Charge payment')));
  await page.mouse.move(inside.x, inside.y, { steps: 8 });
  await expect(page.getByText(/A connection stays within its block/)).toBeVisible();
  await expect(step(page, 'Charge payment').locator('[data-mark="refused"]')).toBeAttached();
  await expect(step(page, 'Reserve inventory').locator('[data-mark="dimmed"]')).toBeAttached();
  // Near is near enough.
  const target = await boxOf(step(page, 'Notify customer'));
  await page.mouse.move(target.x - 20, target.y + target.height / 2, { steps: 8 });
  await expect(step(page, 'Notify customer').locator('[data-mark="target"]')).toBeAttached();
  await page.mouse.up();
  await expect(page.getByText('Check order now leads to Notify customer.')).toBeVisible();
});

test('a step that is let go on a connection is put on it, and its chain heals', async ({ page }) => {
  const line = drawing(page).getByRole('group', { name: /^Check order to / });
  const { x, y } = middleOf(await boxOf(step(page, 'Notify customer')));
  const aim = middleOf(await boxOf(line.first()));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(aim.x + 6, aim.y + 40, { steps: 6 });
  await page.mouse.move(aim.x, aim.y, { steps: 6 });
  await expect(line.locator('[data-selected]')).toBeAttached();
  await page.mouse.up();
  await expect(undoButton(page, 'Undo: move Notify customer into the connection')).toBeEnabled();
  await expect(drawing(page).getByRole('group', { name: /^Check order to Notify customer/ })).toBeAttached();
  await undoButton(page, 'Undo: move Notify customer into the connection').click();
  await expect(drawing(page).getByRole('group', { name: /^Check order to Notify customer/ })).toHaveCount(0);
});

test('Alt and a drag leave a copy, and the step stays where it was', async ({ page }) => {
  const original = step(page, 'Notify customer');
  const before = await boxOf(original);
  const { x, y } = middleOf(before);
  await page.mouse.move(x, y);
  await page.keyboard.down('Alt');
  await page.mouse.down();
  await page.mouse.move(x + 120, y + 20, { steps: 6 });
  await page.mouse.move(x + 230, y + 4, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up('Alt');
  await expect(step(page, 'Notify customer')).toHaveCount(2);
  await expect(undoButton(page, 'Undo: duplicate Notify customer')).toBeEnabled();
  await expect.poll(async () => (await boxOf(original.first())).x).toBeCloseTo(before.x, 0);
});

test('steps go from one file to another by the clipboard, as plain JSON', async ({ page }) => {
  await step(page, 'Charge payment').click();
  await page.keyboard.press('Control+c');
  await expect(page.getByText('1 step copied.')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(text)).toMatchObject({ sagaloom: 'steps', steps: { pay: { name: 'Charge payment' } } });
  await openFile(page, 'hello.saga.json');
  await expect(fileTab(page).getByRole('button', { name: 'hello.saga.json', exact: true })).toBeVisible();
  await drawing(page).focus();
  await page.keyboard.press('Control+v');
  await expect(step(page, 'Charge payment')).toBeVisible();
  await expect(undoButton(page, 'Undo: paste Charge payment')).toBeEnabled();
});

test('what is sought is lit on the drawing, counted, and opened', async ({ page }) => {
  await drawing(page).focus();
  await page.keyboard.press('Control+f');
  const search = page.getByRole('search', { name: 'Find in this workflow' });
  await search.getByRole('textbox').fill('shipments');
  await expect(search.getByRole('status')).toHaveText(/^1 of \d+$/);
  await expect(step(page, 'Create shipment').locator('[data-mark="target"]')).toBeAttached();
  await expect(step(page, 'Check order').locator('[data-mark="dimmed"]')).toBeAttached();
  await page.keyboard.press('Alt+Enter');
  await expect(page.getByTestId('inspector').getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(
    'Create shipment',
  );
  await search.getByRole('textbox').press('Escape');
  await expect(search).toBeHidden();
});

test('where the layout cannot be made, there is a plainer one, and it says so', async ({ page, served }) => {
  await page.addInitScript(() => {
    const { Worker } = globalThis;
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(`${url}`.includes('elk-worker') ? 'nowhere.js' : url, options);
      }
    };
  });
  await page.goto(served.url);
  await openFile(page, 'approval.saga.json');
  await expect(page.getByText('The layout failed, so this is a plainer one')).toBeVisible();
  await expect(drawing(page).locator('.react-flow__node').first()).toBeVisible();
});
