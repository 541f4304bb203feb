/** The canvas while it is worked on: choosing, connecting, looking for something, looking into something. */
import type { Page } from '@playwright/test';
import { drawing, step } from '../designer.ts';
import { expect } from '../served.ts';
import { everyStepOpen, open, press, type Scene, showAll } from './scene.ts';

const row = (page: Page, name: string) =>
  page.getByRole('treegrid', { name: 'Outline' }).getByRole('row', { name, exact: true });

/** By the outline: on the whole drawing it may be too small to be hit. The drawing has the keyboard then. */
async function choose(page: Page, name: string): Promise<void> {
  await row(page, name).click();
  await drawing(page).focus();
}

async function chosen(page: Page, name: string, keys: string): Promise<void> {
  await page.keyboard.press('Escape');
  await choose(page, name);
  await page.keyboard.press(keys);
}

const sought = (words: string) => (page: Page) =>
  page.getByRole('search').getByRole('textbox', { name: 'Find in this workflow' }).fill(words);

export const drawingScenes: readonly Scene[] = [
  {
    name: 'into a container and back',
    start: everyStepOpen,
    views: [
      {
        name: 'breakpoint',
        show: async (page) => {
          await choose(page, 'Reserve stock');
          await page.keyboard.press('F9');
          await expect(step(page, 'Reserve stock')).toHaveAccessibleName(/breakpoint/);
          await page.keyboard.press('Shift+2');
        },
      },
      {
        name: 'container alone',
        show: async (page) => {
          await chosen(page, 'Place order', 'Alt+Enter');
          await expect(page.getByRole('navigation', { name: 'Where the view is' })).toBeVisible();
          await showAll(page);
        },
        isChosen: true,
      },
      { name: 'way back', show: press('Alt+b'), isChosen: true },
    ],
  },
  {
    name: 'notes',
    start: (page, served) => open(page, served, 'hello.saga.json'),
    views: [
      {
        name: 'note, being written',
        show: async (page) => {
          await step(page, 'Take a breath').click();
          await page.keyboard.press('n');
          await page
            .getByRole('textbox', { name: 'Write in the note' })
            .fill('**Ask Ada** before this changes:\n\n- the wait\n- the [greeting](https://example.com)');
        },
      },
      {
        name: 'note',
        show: async (page) => {
          await page.keyboard.press('Escape');
          await drawing(page).getByRole('note').focus();
          await expect(page.getByRole('button', { name: 'Violet' })).toBeVisible();
        },
        isChosen: true,
      },
    ],
  },
  {
    name: 'something is looked for',
    start: everyStepOpen,
    views: [
      {
        name: 'search',
        show: async (page) => {
          await drawing(page).focus();
          await page.keyboard.press('Control+f');
          await sought('stock')(page);
        },
        isChosen: true,
      },
      {
        name: 'search, replace',
        show: (page) => page.getByRole('search').getByRole('button', { name: 'Replace', exact: true }).click(),
      },
      { name: 'search, nothing found', show: sought('zzz') },
    ],
  },
  {
    name: 'a step is added, a line drawn',
    start: everyStepOpen,
    views: [
      { name: 'picker', show: (page) => chosen(page, 'Count it', 'a'), isChosen: true },
      { name: 'picker, nothing found', show: (page) => page.keyboard.type('zzz') },
      { name: 'block to move to', show: (page) => chosen(page, 'Count it', 'm') },
      {
        name: 'connecting',
        show: async (page) => {
          await chosen(page, 'Count it', 'c');
          await page.keyboard.press('ArrowDown');
        },
        isChosen: true,
      },
      {
        name: 'rename in place',
        show: async (page) => {
          await page.keyboard.press('Escape');
          await chosen(page, 'Count it', 'F2');
          await expect(drawing(page).getByRole('textbox', { name: 'Name' })).toBeFocused();
        },
      },
      {
        name: 'menu of several steps',
        show: async (page) => {
          await page.keyboard.press('Escape');
          await page.keyboard.press('Control+a');
          await page.keyboard.press('ContextMenu');
          await expect(page.getByRole('menu')).toBeVisible();
        },
      },
    ],
  },
];
