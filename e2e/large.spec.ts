import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { drawing, openFile, step } from './designer.ts';
import { expect, test } from './served.ts';

/** Twenty sagas of fifty calls. */
function largeFile(): string {
  const row = (saga: number) =>
    Object.fromEntries(
      Array.from({ length: 50 }, (_, n) => [
        `call_${saga}_${n}`,
        {
          type: 'task',
          name: `Call ${saga}.${n}`,
          activity: 'log',
          ...(n < 49 ? { next: `call_${saga}_${n + 1}` } : {}),
        },
      ]),
    );
  const steps = Object.fromEntries(
    Array.from({ length: 20 }, (_, saga) => [
      `saga_${saga}`,
      {
        type: 'saga',
        name: `Saga ${saga}`,
        start: `call_${saga}_0`,
        steps: row(saga),
        ...(saga < 19 ? { next: `saga_${saga + 1}` } : {}),
      },
    ]),
  );
  return JSON.stringify({ format: 'sagaloom/v1', name: 'large', start: 'saga_0', steps });
}

test('a drawing of a thousand steps is seen whole, and from afar its steps are named, chosen and gone into', async ({
  page,
  served,
}) => {
  writeFileSync(path.join(served.workspace, 'large.saga.json'), largeFile());
  await page.goto(served.url);
  await openFile(page, 'large.saga.json');
  await expect(step(page, 'Call 0.0')).toBeVisible();
  const nodes = drawing(page).locator('.react-flow__node');
  expect(await nodes.count()).toBeLessThan(200);

  await drawing(page)
    .getByRole('button', { name: /^Show all/ })
    .click();
  await expect(drawing(page).locator('canvas[data-far]')).toBeAttached();
  await expect(nodes).toHaveCount(0);

  // In a row of its own each saga lies across the whole drawing: the middle of the window is one of them.
  const box = (await drawing(page).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const named = page.getByRole('tooltip');
  await expect(named).toContainText(/Call|Saga/);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(drawing(page).locator('.react-flow__node.selected')).toHaveCount(1);
  await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
  await expect(drawing(page).locator('canvas[data-far]')).toHaveCount(0);
  await expect(drawing(page).locator('.react-flow__node-step').first()).toBeVisible();
});
