/** Notes on the drawing: written, moved, coloured, copied and deleted, by mouse and by keyboard; undone by name. */
import type { Page } from '@playwright/test';
import { drawing, openFile, step } from './designer.ts';
import { expect, test } from './served.ts';

const note = (page: Page, text: string) => drawing(page).getByRole('note', { name: `Note: ${text}` });

async function openHello(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await openFile(page, 'hello.saga.json');
  await expect(step(page, 'Formal\\?')).toBeVisible();
}

async function write(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Write in the note' });
  await field.fill(text);
  await field.press('Escape');
}

test('a note is written with N, moved, coloured, copied and deleted by keyboard', async ({ page, served }) => {
  await openHello(page, served.url);
  await step(page, 'Formal\\?').click();
  await page.keyboard.press('n');
  await write(page, '**Ask Ada** before this changes');
  const first = note(page, 'Ask Ada before this changes');
  await expect(first).toBeVisible();
  await expect(first.locator('strong')).toHaveText('Ask Ada');

  await first.focus();
  const before = await first.boundingBox();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(async () => (await first.boundingBox())?.y).toBeLessThan(before?.y ?? 0);

  await page.getByRole('button', { name: 'Violet' }).click();
  await first.focus();
  await page.keyboard.press('Control+d');
  await expect(first).toHaveCount(2);
  await page.keyboard.press('Delete');
  await expect(first).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(first).toHaveCount(2);
  await page.keyboard.press('Control+z');
  await expect(first).toHaveCount(1);
});

test('a note goes with the step it is about, into its container and out of the file with it', async ({
  page,
  served,
}) => {
  await openHello(page, served.url);
  await step(page, 'Formal\\?').click();
  await page.keyboard.press('n');
  await write(page, 'About manners');
  await expect(note(page, 'About manners')).toBeVisible();
  await step(page, 'Formal\\?').click();
  await page.keyboard.press('Delete');
  await expect(note(page, 'About manners')).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(note(page, 'About manners')).toBeVisible();
});

test('nothing in a note is taken for more than words', async ({ page, served }) => {
  await openHello(page, served.url);
  await drawing(page)
    .locator('.react-flow__pane')
    .click({ button: 'right', position: { x: 60, y: 200 } });
  await page.getByRole('menuitem', { name: 'Add a note' }).click();
  await write(page, '<img src=x onerror="document.title=1"> ![p](http://127.0.0.1:9/p.png) [go](javascript:alert(1))');
  const written = drawing(page).getByRole('note').filter({ hasText: 'go' });
  await expect(written).toBeVisible();
  await expect(written.locator('img')).toHaveCount(0);
  await expect(written.locator('a[href^="javascript"]')).toHaveCount(0);
});
