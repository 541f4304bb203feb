/** The palettes as the style sheet gives them: every pair that is read or has to be made out, at the contrast WCAG asks for. */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { contrast, paletteOf } from './testing/palette.ts';

const renderer = resolve(import.meta.dirname, '..');
const sheet = readFileSync(`${import.meta.dirname}/tokens.css`, 'utf8');

const palettes = [
  { name: 'light', theme: 'light', level: 'standard' },
  { name: 'dark', theme: 'dark', level: 'standard' },
  { name: 'light, high contrast', theme: 'light', level: 'more' },
  { name: 'dark, high contrast', theme: 'dark', level: 'more' },
] as const;

const grounds = ['bg', 'panel', 'raised', 'sunk'] as const;
const tones = ['accent', 'ok', 'warn', 'bad', 'undo', 'flow', 'time'] as const;
const services = Array.from({ length: 8 }, (_, n) => `service-${n + 1}`);
/** How hot a step is: its words stay. */
const heats = [1, 2, 3, 4, 5].map((level) => `heat-${level}`);
const text: readonly (readonly [string, string])[] = [
  ...grounds.flatMap((ground) => ['ink', 'ink-2', 'ink-3', ...tones].map((ink) => [ink, ground] as const)),
  ...tones.flatMap((tone) => [tone, 'ink', 'ink-2', 'ink-3'].map((ink) => [ink, `${tone}-soft`] as const)),
  ...[...tones, 'accent-hover'].map((fill) => ['accent-ink', fill] as const),
  ['tip-ink', 'tip'],
  ...heats.map((ground) => ['ink', ground] as const),
];
/** What is made out without reading it: the ring, the edge of a field, the thumb of a switch, lines that connect. */
const parts: readonly (readonly [string, string])[] = [
  ...grounds.flatMap((ground) =>
    ['focus', 'field-line', 'line-3', 'heat', ...tones].map((part) => [part, ground] as const),
  ),
  ...tones.map((tone) => ['focus', `${tone}-soft`] as const),
  ['panel', 'field-line'],
  ...['panel', 'accent-soft'].flatMap((ground) => services.map((service) => [service, ground] as const)),
];

function tooFaint(theme: string, level: string, pairs: typeof text, least: number): readonly string[] {
  const colours = paletteOf(sheet, theme, level);
  return pairs
    .map(([front, ground]) => ({ pair: `${front} on ${ground}`, ratio: contrast(colours, front, ground) }))
    .filter(({ ratio }) => ratio < least)
    .map(({ pair, ratio }) => `${pair}: ${ratio.toFixed(2)}`);
}

test.for(palettes)('text can be read: $name', ({ theme, level }) => {
  expect(tooFaint(theme, level, text, level === 'more' ? 7 : 4.5)).toEqual([]);
});

test.for(palettes)('parts can be made out: $name', ({ theme, level }) => {
  expect(tooFaint(theme, level, parts, level === 'more' ? 4.5 : 3)).toEqual([]);
});

test('in high contrast every hairline is of 3:1', () => {
  for (const theme of ['light', 'dark']) {
    const lines = grounds.flatMap((ground) => ['line', 'line-2'].map((line) => [line, ground] as const));
    expect(tooFaint(theme, 'more', lines, 3)).toEqual([]);
  }
});

test('each palette gives every colour, and the system’s colours replace them all', () => {
  const inOrder = (names: readonly string[]) => names.toSorted((a, b) => a.localeCompare(b));
  const names = (theme: string, level: string) => inOrder(Object.keys(paletteOf(sheet, theme, level)));
  const [, forced = ''] = sheet.split('@media (forced-colors: active)');
  const replaced = [...forced.matchAll(/--([\w-]+): (?:Canvas|CanvasText|LinkText|Highlight);/g)].map(
    ([, name = '']) => name,
  );
  expect(inOrder(replaced)).toEqual(names('light', 'standard'));
  for (const { theme, level } of palettes) expect(names(theme, level)).toEqual(names('light', 'standard'));
});

const sheets = globSync('**/*.css', { cwd: renderer, exclude: (name) => /node_modules|dist/.test(name) })
  .filter((file) => !file.endsWith('tokens.css'))
  .map((file) => ({ file, css: readFileSync(`${renderer}/${file}`, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '') }));

function findings(pattern: RegExp): readonly string[] {
  return sheets.flatMap(({ file, css }) => [...css.matchAll(pattern)].map(([found]) => `${file}: ${found.trim()}`));
}

test('no colour stands outside the tokens', () => {
  expect(findings(/#[\da-f]{3,8}\b|\b(?:rgb|hsl|lab|lch|oklab|oklch)a?\([^)]*\)|:\s*(?:white|black)\b/gi)).toEqual([]);
});

test('type, corners and layers of the window come from the tokens', () => {
  expect(findings(/font(?:-size)?: (?:\d{3} )?[\d.]+px[^;]*/g)).toEqual([]);
  expect(findings(/border-radius: (?:[2-9]|\d{2,})px/g)).toEqual([]);
  expect(findings(/z-index: \d{2,}/g)).toEqual([]);
});

test('space is in half steps of the grid; what is drawn on the canvas has its own geometry', () => {
  const odd = /(?:padding|margin|gap)[a-z-]*: [^;]*(?<![\d.])(?:\d*[3579]|\d+1|\d+\.\d+)px/g;
  expect(findings(odd).filter((found) => !/^(?:canvas\/(?:nodes|edges)|timeline)\//.test(found))).toEqual([]);
});

test('whether something may move is asked in one place', () => {
  const scripts = globSync('**/*.{ts,tsx}', { cwd: renderer, exclude: (name) => /node_modules|dist/.test(name) });
  const asking = scripts.filter(
    (file) =>
      !file.includes('.test.') && readFileSync(`${renderer}/${file}`, 'utf8').includes("matchMedia('(prefers-reduced"),
  );
  expect(asking).toEqual(['settings/motion.ts']);
});
