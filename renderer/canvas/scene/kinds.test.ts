import { readFileSync } from 'node:fs';
import { stepSchemas } from '@sagaloom/engine/core';
import { expect, test } from 'vitest';
import { type Draft, outlineOf, parseSource } from '../../document/index.ts';
import { translate, useLocaleStore } from '../../locales/index.ts';
import { catalogues } from '../../locales/translate.ts';
import { glyphOf, glyphs } from '../glyphs/glyphs.ts';
import { sceneOf } from './scene.ts';

const opened = parseSource(readFileSync(`${import.meta.dirname}/../testing/all-steps.saga.json`, 'utf8'));
if (!opened.ok) throw new Error('the drawing of all steps cannot be read');
const document: Draft = opened.source.document;
const entries = [...outlineOf(document).steps.values()];

test('the drawing of all steps has every kind of step, each with a glyph of its own', () => {
  const types = Object.keys(stepSchemas);
  expect(new Set(entries.map(({ type }) => type))).toEqual(new Set(types));
  const icons = types.map((type) => glyphs[glyphOf({ type, activity: 'own' })].icon);
  expect(new Set(icons).size).toBe(types.length);
});

test.each(['en', 'zh'] as const)('in %s every card says what its step does, in words of that language', (locale) => {
  useLocaleStore.getState().setLocale(locale);
  const { nodes } = sceneOf({ document, positions: {}, overlay: null, problems: new Map(), t: translate });
  for (const node of nodes) {
    if (node.type !== 'step' && node.type !== 'frame') continue;
    const words = node.type === 'step' ? node.data.summary : node.data.detail;
    expect(words).not.toBe('');
    expect(Object.keys(catalogues[locale])).not.toContain(words);
    expect(node.ariaLabel).toContain(node.data.label);
  }
  expect(nodes.filter(({ type }) => type === 'note')).toHaveLength(1);
  useLocaleStore.getState().setLocale('en');
});
