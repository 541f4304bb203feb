/** The timeline of the run that is shown, with all that can be opened in it. */
import type { Locator, Page } from '@playwright/test';
import type { View } from './scene.ts';

const region = (page: Page): Locator => page.getByRole('region', { name: 'Timeline', exact: true });

async function more(page: Page, name: string): Promise<void> {
  await region(page).getByRole('button', { name: 'More for this trace' }).click();
  await page.getByRole('menuitem', { name }).click();
}

export const timelineViews: readonly View[] = [
  {
    name: 'timeline, menu',
    show: (page) => region(page).getByRole('button', { name: 'More for this trace' }).click(),
  },
  {
    name: 'timeline, search and details',
    show: async (page) => {
      await page.keyboard.press('Escape');
      await region(page).getByRole('application').focus();
      await page.keyboard.press('c');
      await page.keyboard.press('e');
      await page.keyboard.press('Enter');
      await page.keyboard.press('f');
      await page.keyboard.type('status:error ship');
    },
    isChosen: true,
  },
  {
    name: 'timeline, filter',
    show: (page) => region(page).getByRole('button', { name: 'Filter' }).click(),
  },
  {
    name: 'timeline, overview',
    show: async (page) => {
      await page.keyboard.press('Escape');
      await region(page).getByRole('button', { name: 'Close details' }).click();
      await region(page).getByRole('button', { name: 'Close the search' }).click();
      await more(page, 'Show the overview');
      await more(page, 'Group by step');
    },
  },
  { name: 'timeline, table', show: (page) => more(page, 'Show as a table') },
];
