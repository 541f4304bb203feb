/** The designer's parts, by what they are called. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Books } from '../examples/shop/books.ts';

export const drawing = (page: Page): Locator => page.getByRole('application', { name: 'Drawing of the workflow' });

/** A step's node; its name goes on with what the step does and what became of it. */
export const step = (page: Page, name: string): Locator =>
  drawing(page).getByRole('group', { name: new RegExp(`^${name}(,|$)`) });

export const runBar = (page: Page): Locator => page.getByRole('region', { name: 'The run on the canvas' });

export const dockTab = (page: Page, name: string): Locator => page.getByTestId('dock').getByRole('tab', { name });

export const fileTab = (page: Page): Locator => page.getByRole('navigation', { name: 'Open files' });

export async function showPanel(page: Page, name: string): Promise<void> {
  const button = page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name });
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
}

/** A file in the tree of the workspace. */
export const file = (page: Page, name: string): Locator =>
  page.getByRole('treegrid', { name: 'Files' }).getByRole('row', { name });

/** It is there when this is over: keys are meant for it from then on. */
export async function openFile(page: Page, name: string): Promise<void> {
  await showPanel(page, 'Files');
  await file(page, name).click();
  await expect(file(page, name)).toHaveAttribute('aria-selected', 'true');
}

/** Runs what is open, with the input that the form offers. */
export async function run(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
}

/** The shop that the page started. */
export async function shopUrl(page: Page): Promise<string> {
  await showPanel(page, 'Example shop');
  const url = await page.getByText(/^http:\/\/127\.0\.0\.1:\d+$/).textContent();
  if (url === null) throw new Error('the shop has no address');
  return url;
}

export async function booksAt(url: string): Promise<Books> {
  return (await (await fetch(`${url}/books`)).json()) as Books;
}

export async function setFaults(url: string, faults: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(`${url}/faults`, { method: 'PUT', headers, body: JSON.stringify(faults) });
}
