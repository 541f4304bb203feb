/** Many runs at once: two of them side by side, and the heat of all on the drawing. */
import type { Page } from '@playwright/test';
import { drawing, runBar } from '../designer.ts';
import { expect, type Served } from '../served.ts';
import { click, type Scene } from './scene.ts';

/** The run that is shown, beside the first one of its workflow. */
export async function compareWithFirst(page: Page): Promise<void> {
  await runBar(page).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Compare with' }).click();
  await page.getByRole('grid', { name: 'Runs and traces' }).getByRole('row').first().click();
  await expect(page.getByRole('treegrid', { name: 'Steps of A and B' })).toBeVisible();
}

export async function showHeat(page: Page): Promise<void> {
  await drawing(page).press('Alt+h');
  await expect(page.getByRole('region', { name: 'Heat' }).getByText(/runs? since/)).toBeVisible();
}

export const comparedScenes = (twoOrders: (page: Page, served: Served) => Promise<void>): readonly Scene[] => [
  {
    name: 'many runs',
    start: twoOrders,
    views: [
      { name: 'heat', show: showHeat, isChosen: true },
      { name: 'heat, sources', show: click('Choose what is measured over') },
      {
        name: 'compare with',
        show: async (page) => {
          await drawing(page).press('Alt+h');
          await runBar(page).getByRole('button', { name: 'More' }).click();
          await page.getByRole('menuitem', { name: 'Compare with' }).click();
          await expect(page.getByRole('grid', { name: 'Runs and traces' }).getByRole('row').first()).toBeVisible();
        },
      },
      {
        name: 'compare',
        show: async (page) => {
          await page.getByRole('grid', { name: 'Runs and traces' }).getByRole('row').first().click();
          await expect(page.getByRole('treegrid', { name: 'Steps of A and B' })).toBeVisible();
        },
        isChosen: true,
      },
      { name: 'compare, table', show: (page) => page.getByRole('radio', { name: 'Table' }).click() },
    ],
  },
];
