/** The language changes under an open view: every word of it changes at once, and comes back. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { en } from '../renderer/locales/en/index.ts';
import { zh } from '../renderer/locales/zh/index.ts';
import { openFile, step } from './designer.ts';
import { expect, test } from './served.ts';
import { setLanguage } from './views/appearance.ts';
import { broken, everyStep, toMend } from './views/every-step.ts';
import { isEveryView } from './views/scene.ts';
import { scenes } from './views/views.ts';

test.describe.configure({ mode: 'parallel', timeout: 240_000 });
test.use({ actionTimeout: 10_000 });

/**
 * What the documents of the scenes say themselves is in no catalogue, and may read like a word of ours: `field` is the name of a new one,
 * `Name` a title in an example.
 */
const data = new Set(
  [...JSON.stringify([everyStep, broken, toMend, 'field', 'Name']).matchAll(/"([^"]*)"/g)].map(([, text]) => text),
);

/** What the schema says of its fields: in Chinese a form has words of its own for them. */
const ofSchema: readonly string[] = [
  ...readFileSync(new URL('../engine/schema/saga.v1.schema.json', import.meta.url), 'utf8').matchAll(
    /"description": "([^"\\]*)"/g,
  ),
].flatMap(([, words = '']) => words);

/** Sentences without arguments that are not the same in both languages. */
const english: readonly string[] = Object.entries<string>(en)
  .filter(([key, text]) => !text.includes('{') && zh[key as keyof typeof en] !== text && !data.has(text))
  .map(([, text]) => text)
  .concat(ofSchema)
  .filter((text) => /[a-z]{3}/.test(text));

/** What can be read or heard on the page and is one of these. */
async function leftOver(page: Page): Promise<readonly string[]> {
  return page.evaluate((words) => {
    const known = new Set(words);
    const found = new Set<string>();
    const note = (text: string | null): void => {
      if (text !== null && known.has(text.trim())) found.add(text.trim());
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement?.closest('textarea, kbd, [role="log"], [translate="no"], .cm-content, script, style'))
        continue;
      if (node instanceof Text) note(node.data);
      else if (node instanceof Element && node.closest('[translate="no"]') === null)
        for (const name of ['aria-label', 'title', 'placeholder', 'aria-roledescription', 'aria-valuetext'])
          note(node.getAttribute(name));
    }
    return [...found];
  }, english);
}

/** In a usual run, those with the most words. */
const wordy = ['first sight', 'every step', 'the form of: Place order', 'a run', 'problems that can be mended'];
const chosen = isEveryView ? scenes : scenes.filter(({ name }) => wordy.includes(name));

for (const { name, start, views } of chosen) {
  test(`live languages: ${name}`, async ({ page, served }) => {
    await start(page, served);
    for (const view of views) {
      await view.show(page);
      expect(await leftOver(page), view.name).not.toEqual([]); // the scan sees the English words
      await setLanguage(page, 'zh');
      await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
      await expect.poll(() => leftOver(page), { message: view.name, timeout: 3_000 }).toEqual([]);
      await setLanguage(page, 'en');
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    }
  });
}

test('live languages: what was just said in passing', async ({ page, served }) => {
  await page.goto(served.url);
  await openFile(page, 'order.saga.json');
  await step(page, 'Notify customer').click();
  await page.keyboard.press('Delete');
  await expect(page.getByText('1 step was removed')).toBeVisible();
  await setLanguage(page, 'zh');
  await expect(page.getByText('已删除 1 个步骤')).toBeVisible();
  await expect(page.getByText('1 step was removed')).toBeHidden();
});
