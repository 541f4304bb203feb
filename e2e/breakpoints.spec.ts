/** Breakpoints: set in the margin of a step, they pause a run that is started from the drawing, and it goes on when asked. */
import type { Page } from '@playwright/test';
import { openFile, run, runBar, step } from './designer.ts';
import { expect, test } from './served.ts';

const dot = (page: Page, name: string) => step(page, name).getByRole('button', { name: 'breakpoint' });

async function openHello(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await openFile(page, 'hello.saga.json');
  await expect(step(page, 'Formal\\?')).toBeVisible();
}

test('a run pauses before a step with a breakpoint, and goes on', async ({ page, served }) => {
  await openHello(page, served.url);
  await dot(page, 'Formal\\?').click();
  await expect(dot(page, 'Formal\\?')).toHaveAttribute('aria-pressed', 'true');
  await run(page);
  await expect(page.getByText('Paused before Formal?')).toBeVisible();
  await expect(runBar(page).getByText('paused')).toBeVisible();
  await expect(step(page, 'Formal\\?')).toHaveAccessibleName(/paused before it.*breakpoint/);
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(runBar(page).getByText('completed')).toBeVisible();
});

test('F9 sets it and takes it away; it stays when the page is opened again, and the file stays as it was', async ({
  page,
  served,
}) => {
  await openHello(page, served.url);
  await step(page, 'Formal\\?').click();
  await page.keyboard.press('F9');
  await expect(step(page, 'Formal\\?')).toHaveAccessibleName(/breakpoint/);
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await openHello(page, served.url);
  await expect(step(page, 'Formal\\?')).toHaveAccessibleName(/breakpoint/);
  await step(page, 'Formal\\?').click();
  await page.keyboard.press('F9');
  await expect(step(page, 'Formal\\?')).not.toHaveAccessibleName(/breakpoint/);
});
