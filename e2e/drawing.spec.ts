/** Each shipped example, drawn from an empty canvas: the same hash as the file; undone to the blank, letter by letter, and done again. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compile } from '@sagaloom/engine/core';
import { drawing } from './designer.ts';
import { Hand } from './drawing/hand.ts';
import type { Fields } from './drawing/values.ts';
import { expect, test } from './served.ts';

const examples = path.join(import.meta.dirname, '..', 'examples');
/** Each takes a minute or more: those that are quick are drawn in every run, all of them with SAGALOOM_DRAW=all. */
const quick = ['hello/hello.saga.json', 'parcels/parcel.saga.json'];
const all = globSync('**/*.saga.json', { cwd: examples, exclude: (name) => /node_modules/.test(name) }).toSorted();
const chosen = process.env['SAGALOOM_DRAW'] === 'all' ? all : all.filter((name) => quick.includes(name));

for (const name of chosen) {
  test(`${name} is drawn from nothing`, async ({ page, served }) => {
    test.setTimeout(900_000);
    page.setDefaultTimeout(15_000);
    const wanted = JSON.parse(readFileSync(path.join(examples, name), 'utf8')) as Fields;
    await page.goto(served.url);
    await page.keyboard.press('Alt+n');
    await expect(drawing(page)).toBeVisible();
    await page.keyboard.press('Control+s');
    await page.getByRole('dialog').getByRole('textbox').fill('drawn');
    await page.keyboard.press('Enter');
    const file = path.join(served.workspace, 'drawn.saga.json');
    await expect.poll(() => existsSync(file)).toBe(true);
    const blank = readFileSync(file, 'utf8');

    const hand = new Hand(page, file);
    await hand.draw(wanted);
    const drawn = compile(await readDrawn(hand, file));
    expect(drawn.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(drawn.hash).toBe(compile(wanted).hash);

    const finished = readFileSync(file, 'utf8');
    await drawing(page).focus();
    const undo = page.getByRole('button', { name: /^Undo/ }).first();
    while (await undo.isEnabled()) await page.keyboard.press('Control+z');
    await hand.saved();
    expect(readFileSync(file, 'utf8')).toBe(blank);
    const redo = page.getByRole('button', { name: /^Redo/ }).first();
    while (await redo.isEnabled()) await page.keyboard.press('Control+Shift+z');
    await hand.saved();
    expect(readFileSync(file, 'utf8')).toBe(finished);
  });
}

async function readDrawn(hand: Hand, file: string): Promise<string> {
  await hand.saved();
  return readFileSync(file, 'utf8');
}
