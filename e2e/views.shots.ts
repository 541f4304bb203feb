/** Every view in both themes and languages, to be looked at: `npm run screenshots -- --views`, into test-results/views. */
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { test } from './served.ts';
import { type Language, type Look, setLanguage, setLook } from './views/appearance.ts';
import { scenes, type View } from './views/views.ts';

test.describe.configure({ timeout: 900_000 });
test.use({ actionTimeout: 10_000 });

const folder = path.join(import.meta.dirname, '..', 'test-results', 'views');
const normal = { width: 1440, height: 900 };
/** A small window, and the usual one at 200 %. */
const small = [
  { name: '1024', width: 1024, height: 700 },
  { name: '200', width: 720, height: 450 },
] as const;
const languages: readonly Language[] = ['en', 'zh'];
const looks: readonly Look[] = ['light', 'dark'];

async function shoot(page: Page, view: string, size: string, look: Look, language: Language): Promise<void> {
  await setLook(page, look);
  const name = [view.replaceAll(/[^\w]+/g, '-'), size, look, language].filter((part) => part !== '').join('_');
  await page.waitForTimeout(150); // what follows the size or the language is there a frame or two later
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

async function shootView(page: Page, { name, isChosen = false }: View): Promise<void> {
  for (const language of languages) {
    await setLanguage(page, language);
    for (const look of looks) await shoot(page, name, '', look, language);
  }
  if (isChosen) {
    for (const { name: size, ...viewport } of small) {
      await page.setViewportSize(viewport);
      await shoot(page, name, size, 'light', 'zh');
      await setLanguage(page, 'en');
      await shoot(page, name, size, 'light', 'en');
      await setLanguage(page, 'zh');
    }
    await page.setViewportSize(normal);
  }
  await setLanguage(page, 'en');
}

for (const { name, start, views } of scenes) {
  test(`pictures: ${name}`, async ({ page, served }) => {
    mkdirSync(folder, { recursive: true });
    await setLook(page, 'light');
    await start(page, served);
    for (const view of views) {
      await view.show(page);
      await shootView(page, view);
    }
  });
}

const perSheet = 9;

/** Many at once, three a row, each with its name. */
async function contactSheet(page: Page, files: readonly string[], to: string): Promise<void> {
  const figure = (file: string): string =>
    `<figure><img src="${pathToFileURL(path.join(folder, file)).href}"><figcaption>${file}</figcaption></figure>`;
  const html = `<!doctype html><style>body{margin:8px;display:grid;grid-template-columns:repeat(3,1fr);gap:8px;font:12px sans-serif}
    figure{margin:0}img{width:100%;border:1px solid #888}</style>${files.map(figure).join('')}`;
  const { writeFile } = await import('node:fs/promises');
  const sheet = path.join(folder, 'sheet.html');
  await writeFile(sheet, html);
  await page.goto(pathToFileURL(sheet).href);
  await page.setViewportSize({ width: 1980, height: 800 });
  await page.screenshot({ path: path.join(folder, to), fullPage: true });
}

test('contact sheets', async ({ page }) => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.png') && !file.startsWith('sheet'));
  for (const language of languages) {
    for (const look of looks) {
      const held = files.filter((file) => file.endsWith(`_${look}_${language}.png`));
      for (let from = 0; from < held.length; from += perSheet) {
        const to = `sheet_${look}_${language}_${from / perSheet + 1}.png`;
        await contactSheet(page, held.slice(from, from + perSheet), to);
      }
    }
  }
});
