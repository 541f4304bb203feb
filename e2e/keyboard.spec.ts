import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { compile } from '@sagaloom/engine/core';
import { drawing, fileTab, step } from './designer.ts';
import { expect, test } from './served.ts';

/** Adds after what is selected: by what the list calls it. */
async function add(page: Page, name: string, sought: string): Promise<void> {
  await page.keyboard.press('a');
  const list = page.getByRole('dialog', { name: 'Add a step' });
  await expect(list.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(sought);
  await expect(list.getByRole('option', { name }).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(list).toBeHidden();
  await expect(step(page, name)).toBeFocused();
}

async function rename(page: Page, from: string, to: string): Promise<void> {
  await expect(step(page, from)).toBeFocused();
  await page.keyboard.press('F2');
  await expect(drawing(page).getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type(to);
  await page.keyboard.press('Enter');
  await expect(step(page, to)).toBeFocused();
}

/** Through the palette, which lists what has no key of its own. */
async function command(page: Page, sought: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type(sought);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
}

async function goTo(page: Page, name: string): Promise<void> {
  await command(page, `@${name}`);
  await expect(step(page, name)).toBeFocused();
}

/** Which way it lies is the layout's to say: not seen within a second, it is elsewhere. */
async function appears(what: Locator): Promise<boolean> {
  return what.waitFor({ timeout: 1_000 }).then(
    () => true,
    () => false,
  );
}

test('a saga is drawn, connected, edited, arranged, undone and saved by keyboard alone', async ({ page, served }) => {
  await page.goto(served.url);
  await page.keyboard.press('Alt+n');
  await expect(drawing(page)).toBeVisible();
  await drawing(page).focus();

  await add(page, 'Log', 'log');
  await rename(page, 'Log', 'Check order');
  await add(page, 'Saga', 'saga');
  await rename(page, 'Saga', 'Place order');
  await add(page, 'Log', 'log'); // an empty group that is selected takes it
  await rename(page, 'Log', 'Charge');
  await add(page, 'Log', 'log');
  await rename(page, 'Log', 'Reserve');

  // In another order, and an undo for what can be undone.
  await page.keyboard.press('Control+ArrowLeft');
  await expect(page.getByRole('button', { name: 'Undo: move Reserve along its chain' })).toBeAttached();
  await page.keyboard.press('u');
  await expect(page.getByRole('button', { name: 'Undo: add an undo to Reserve' })).toBeAttached();

  // A loose end: added, moved out of the group, and connected by choosing where it leads.
  await goTo(page, 'Charge');
  await add(page, 'Wait', 'wait');
  await page.keyboard.press('m');
  await expect(page.getByRole('dialog', { name: 'Move to a block' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type('workflow');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Undo: move Wait to another block' })).toBeAttached();
  await goTo(page, 'Place order');
  await page.keyboard.press('c');
  await expect(page.getByText('Connect Place order to').first()).toBeAttached();
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft']) {
    if (await appears(page.getByText('Connect Place order to Wait').first())) break;
    await page.keyboard.press(key);
  }
  await page.keyboard.press('Enter');
  await expect(page.getByText('Place order now leads to Wait.')).toBeVisible();

  // Walking: along a line, to its end and back.
  await page.keyboard.press('l');
  await expect(page.getByRole('group', { name: /^Place order to Wait/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(step(page, 'Wait')).toBeFocused();

  // Arranged: together, in line, by hand, and undone.
  await page.keyboard.press('Shift+ArrowUp');
  await command(page, 'align left');
  await expect(page.getByRole('button', { name: /^Undo: align 2 steps/ })).toBeAttached();
  await drawing(page).focus();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Undone: align 2 steps.')).toBeVisible();

  // A field in the inspector, and back.
  await goTo(page, 'Check order');
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('search').getByRole('textbox').first()).toBeFocused();
  await page.keyboard.type('activity');
  await page.keyboard.press('Escape');
  await goTo(page, 'Check order');
  await page.keyboard.press('ContextMenu');
  await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+s');
  const saveAs = page.getByRole('dialog', { name: 'Save as' });
  await expect(saveAs.getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('by-hand');
  await page.keyboard.press('Enter');
  await expect(fileTab(page).getByRole('button', { name: 'by-hand.saga.json', exact: true })).toBeVisible();
  const saved = compile(readFileSync(path.join(served.workspace, 'by-hand.saga.json'), 'utf8'));
  expect(saved.ok).toBe(true);
  if (!saved.ok) return;
  const text = JSON.stringify(saved.definition);
  for (const name of ['saga', 'wait', 'log']) expect(text).toContain(`"${name}"`);
});
