/** Files and what is asked about them; pictures of the drawing. */
import type { Page } from '@playwright/test';
import { drawing, file, fileTab, step } from '../designer.ts';
import { expect, type Served } from '../served.ts';
import { open, type Scene } from './scene.ts';

const hello = (page: Page, served: Served): Promise<void> => open(page, served, 'hello.saga.json');

export const fileScenes: readonly Scene[] = [
  {
    name: 'files',
    start: hello,
    views: [
      {
        name: 'menu of a file',
        show: async (page) => {
          await file(page, 'hello.saga.json').hover();
          await page.getByRole('button', { name: 'More for hello.saga.json' }).click();
          await expect(page.getByRole('menu')).toBeVisible();
        },
      },
      {
        name: 'rename or move a file',
        show: async (page) => {
          await page.keyboard.press('Escape');
          await file(page, 'hello.saga.json').focus();
          await page.keyboard.press('F2');
          await expect(page.getByRole('dialog', { name: 'Rename or move' })).toBeVisible();
        },
      },
      {
        name: 'new from an example',
        show: async (page) => {
          await page.keyboard.press('Escape');
          await page.keyboard.press('Alt+Shift+n');
          const dialog = page.getByRole('dialog', { name: 'New from an example' });
          await expect(dialog.getByRole('option').first()).toBeVisible();
        },
        isChosen: true,
      },
      {
        name: 'close with edits',
        show: async (page) => {
          await page.keyboard.press('Escape');
          await step(page, 'Take a breath').click();
          await drawing(page).press('Delete');
          await fileTab(page).getByRole('button', { name: 'Close hello.saga.json' }).click();
          await expect(page.getByRole('alertdialog')).toBeVisible();
        },
      },
    ],
  },
  {
    name: 'pictures of the drawing',
    start: hello,
    views: [
      {
        name: 'picture',
        show: async (page) => {
          await page.keyboard.press('Control+Shift+e');
          await expect(page.getByRole('dialog').getByRole('img').first()).toBeVisible();
        },
        isChosen: true,
      },
      {
        name: 'picture, Mermaid',
        show: async (page) => {
          await page
            .getByRole('dialog')
            .getByRole('button', { name: /Format/ })
            .click();
          await page.getByRole('option', { name: 'Mermaid' }).click();
        },
      },
    ],
  },
];
