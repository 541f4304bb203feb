import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { drawing, openFile, step } from './designer.ts';
import { expect, test } from './served.ts';

const git = (workspace: string, ...args: readonly string[]): void => {
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { cwd: workspace });
};

const view = (page: Page) => page.getByRole('dialog', { name: /^Differences of/ });

test('what was edited is told apart from the last commit, on the drawing, in the list and as text', async ({
  page,
  served,
}) => {
  git(served.workspace, 'init', '-q');
  git(served.workspace, 'add', 'hello/hello.saga.json');
  git(served.workspace, 'commit', '-q', '-m', 'The first version');
  await page.goto(served.url);
  await openFile(page, 'hello.saga.json');
  await expect(drawing(page)).toBeVisible();

  await page.keyboard.press('Control+Shift+d');
  await expect(view(page).getByText('No differences')).toBeVisible();
  await expect(view(page).getByRole('button', { name: /The first version/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(view(page)).toBeHidden();

  await step(page, 'Take a breath').click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Another name');
  await page.keyboard.press('Control+Shift+d');
  await expect(view(page).getByText('1 difference', { exact: true })).toBeVisible();
  await page.keyboard.press('F7');
  const fields = view(page).getByRole('region', { name: /^Fields of/ });
  await expect(fields).toContainText('Another name');
  await view(page).getByRole('tab', { name: 'Text' }).click();
  await expect(view(page).locator('.cm-changedLine').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(view(page)).toBeHidden();
});
