/** What the scenes are made of: how a view is named and shown, and the ways to get somewhere. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { dockTab, drawing, openFile, showPanel } from '../designer.ts';
import { expect, type Served } from '../served.ts';
import { everyStep } from './every-step.ts';

export interface View {
  readonly name: string;
  readonly show: (page: Page) => Promise<void>;
  /** Also seen on a small window and enlarged twice, and read by axe in both themes. */
  readonly isChosen?: boolean;
  /** The part that differs from the view before, as a selector: axe reads no more of it in a usual run. */
  readonly within?: string;
}

export interface Scene {
  readonly name: string;
  readonly start: (page: Page, served: Served) => Promise<void>;
  readonly views: readonly View[];
}

/** Each scene of the whole table, or, in a usual run, those that together have every part of the window once. */
export const isEveryView = process.env['SAGALOOM_VIEWS'] === 'all';

const seldom = /^the form of: (?!Charge payment|Place order|Is it large)/;
export const usual = (scenes: readonly Scene[]): readonly Scene[] =>
  isEveryView ? scenes : scenes.filter(({ name }) => !seldom.test(name));

export const press =
  (keys: string) =>
  (page: Page): Promise<void> =>
    page.keyboard.press(keys);
export const panel =
  (name: string) =>
  (page: Page): Promise<void> =>
    showPanel(page, name);
export const dock =
  (name: string) =>
  (page: Page): Promise<void> =>
    dockTab(page, name).click();
export const click =
  (name: string) =>
  (page: Page): Promise<void> =>
    page.getByRole('button', { name, exact: true }).first().click();
export async function open(page: Page, served: Served, file: string, document?: object): Promise<void> {
  if (document) writeFileSync(path.join(served.workspace, file), JSON.stringify(document, null, 2));
  await page.goto(served.url);
  await openFile(page, file);
  await expect(drawing(page).getByRole('group').first()).toBeVisible();
}

export async function everyStepOpen(page: Page, served: Served): Promise<void> {
  await open(page, served, 'every-step.saga.json', everyStep);
  await showPanel(page, 'Outline');
  await showAll(page);
}

export async function showAll(page: Page): Promise<void> {
  await page.getByRole('toolbar', { name: 'Zoom and layout' }).getByRole('button', { name: 'Show all' }).click();
}
