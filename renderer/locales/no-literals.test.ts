import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const renderer = resolve(import.meta.dirname, '..');

/** Words between tags, and in the attributes a person reads or hears. Data, symbols and single characters are not words. */
const betweenTags = /(?<!=)>\s*([A-Za-z\u4e00-\u9fff][^<>{}=;&|?]*?)\s*<\/?[A-Za-z]/g;
const readAloud = /\b(?:aria-label|title|placeholder|alt|label|description)="([^"]*[A-Za-z\u4e00-\u9fff]{2}[^"]*)"/g;

function literals(source: string): readonly string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(betweenTags), ...code.matchAll(readAloud)].map((match) => match[1] ?? '');
}

test('the scan sees a literal word and a literal label', () => {
  expect(literals('<b>Run it</b>')).toEqual(['Run it']);
  expect(literals('<Button aria-label="Close" />')).toEqual(['Close']);
  expect(literals("<b title={t('a.b')}>{t('a.b')}</b>")).toEqual([]);
});

test('no words stand outside the catalogues', () => {
  const files = globSync('**/*.tsx', { cwd: renderer, exclude: (name) => /node_modules|dist/.test(name) });
  const found = files
    .filter((file) => !file.endsWith('.test.tsx'))
    .flatMap((file) => literals(readFileSync(`${renderer}/${file}`, 'utf8')).map((text) => `${file}: ${text}`));
  expect(found).toEqual([]);
});
