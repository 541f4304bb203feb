// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sceneOf } from '../canvas/scene/scene.ts';
import { type Draft, outlineOf, parseSource } from '../document/index.ts';
import { translate } from '../locales/index.ts';
import { svgOf } from './make.ts';
import { mermaidOf } from './mermaid.ts';
import { linesOf } from './Note.tsx';
import type { Palette } from './palette.ts';
import { frameOf, placed } from './place.ts';
import { fitting } from './text.tsx';

const example = (path: string): Draft => {
  const opened = parseSource(readFileSync(`${import.meta.dirname}/../../examples/${path}.saga.json`, 'utf8'));
  if (!opened.ok) throw new Error(path);
  return opened.source.document;
};
const colours = new Proxy({}, { get: (_, name) => `#${String(name)}` }) as Palette;
const sceneWith = (document: Draft) => {
  const positions = Object.fromEntries(
    [...outlineOf(document).steps.keys()].map((id, at) => [id, { x: 60, y: 90 * at + 80 }]),
  );
  return sceneOf({ document, positions, overlay: null, problems: new Map(), t: translate });
};
const picture = (document: Draft): string =>
  svgOf({ scene: sceneWith(document), colours, ground: '#fff', title: 'a & b', activities: new Map() });

test('a picture has every step, connection and undo of the drawing, and can be read as XML', () => {
  const document = example('order-saga/order');
  const svg = picture(document);
  for (const { label } of outlineOf(document).steps.values()) expect(svg).toContain(label);
  for (const undo of ['release stock', 'refund payment', 'cancel shipment']) expect(svg).toContain(undo);
  expect(svg.match(/<title>a &amp; b<\/title>/)).not.toBeNull();
  expect(/var\(|NaN|undefined/.exec(svg)?.[0]).toBeUndefined();
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(parsed.querySelector('parsererror')).toBeNull();
});

test('nothing lies outside the frame', () => {
  for (const path of ['order-saga/order', 'batch/batch', 'parcels/parcels', 'approval/approval']) {
    const scene = sceneWith(example(path));
    const nodes = placed(scene);
    const frame = frameOf(scene);
    for (const { at, node } of nodes.values()) {
      expect(at.x).toBeGreaterThanOrEqual(frame.x);
      expect(at.x + (node.width ?? 0)).toBeLessThanOrEqual(frame.x + frame.width);
      expect(at.y + (node.height ?? 0)).toBeLessThanOrEqual(frame.y + frame.height);
    }
  }
});

test('Mermaid has every step once, each connection, and groups that close', () => {
  for (const path of [
    'order-saga/order',
    'batch/batch',
    'parcels/parcels',
    'approval/approval',
    'data-pipeline/data-pipeline',
  ]) {
    const document = example(path);
    const text = mermaidOf(document, translate);
    const lines = text.split('\n').map((line) => line.trim());
    expect(lines.filter((line) => line.startsWith('subgraph')).length).toBe(
      lines.filter((line) => line === 'end').length,
    );
    for (const { label } of outlineOf(document).steps.values()) expect(text).toContain(label);
  }
});

test('names that Mermaid would misread do it no harm', () => {
  const text = mermaidOf(
    { start: 'end', steps: { end: { type: 'task', activity: 'log', name: 'say "hi" <b> #1; & more' } } },
    translate,
  );
  expect(text).toContain('s0_end["say &quot;hi&quot; &lt;b> #35;1; &amp; more');
  expect(text.split('\n').filter((line) => line.trim() === 'end')).toEqual([]);
});

test('words are cut to their room, and only where they have to be', () => {
  const measured = (text: string): number => text.length * 7;
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 20, max: 300 }), (text, width) => {
      const shown = fitting(text, width, '', measured);
      if (measured(text) <= width) expect(shown).toBe(text);
      else expect(shown === '…' || measured(shown) <= width).toBe(true);
    }),
  );
});

test('a note is in the picture, in lines that fit, its marks aside', () => {
  const notes = {
    n: {
      x: 300,
      y: 0,
      width: 120,
      height: 90,
      text: '**Ask** Ada & wait\n\n- 先问一下艾达再改这里的设置',
      colour: 'blue',
    },
  };
  const svg = picture({ start: 'a', steps: { a: { type: 'wait', for: '1s' } }, ui: { notes } });
  expect(svg).toContain('Ask Ada');
  expect(svg).not.toContain('**');
  const wide = (text: string): number => Array.from(text).length * 10;
  expect(linesOf('one two three', 70, wide)).toEqual(['one two', 'three']);
  expect(linesOf('# 先问一下艾达', 30, wide)).toEqual(['先问一', '下艾达']);
});
