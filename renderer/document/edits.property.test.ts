import { compile } from '@sagaloom/engine/core';
import * as fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { addBranch, addItem } from '../canvas/actions/add.ts';
import { collapse, collapseAll } from '../canvas/actions/collapse.ts';
import { clipOfSteps, duplicate, duplicateTo, paste } from '../canvas/actions/copies.ts';
import {
  addUndo,
  connectSteps,
  disconnectSteps,
  moveTo,
  moveToBlock,
  reconnectFrom,
  remove,
  renameLabel,
  reorder,
  replaceWith,
  sendToBlock,
  startWith,
} from '../canvas/actions/edit.ts';
import { putOnto } from '../canvas/actions/onto.ts';
import { alignSteps, distributeSteps, keepPlaces, nudge, tidy, turn } from '../canvas/actions/place.ts';
import { setPositions } from '../canvas/places.ts';
import { originOf } from '../canvas/scene/ids.ts';
import { sceneOf } from '../canvas/scene/scene.ts';
import { translate } from '../locales/index.ts';
import { paletteItems } from '../palette/items.ts';
import { replaceIn, searchIn } from '../search/search.ts';
import type { Draft, EditableObject } from './draft.ts';
import { type Choice, choices, documents } from './edits.arbitrary.ts';
import { freshId, takenIds } from './ids.ts';
import { clipOf, parseClip, pasteSteps, renameStep } from './operations/index.ts';
import { enclosingBlocks, type Outline, outlineOf } from './outline.ts';
import { type Port, portsOf, targetOf } from './ports.ts';
import { parseSource } from './source/source.ts';
import { editDocument, editText, findDocument, openDocument, previewEdit, redo, undo, useDocuments } from './store.ts';
import { textOf } from './text.ts';

const runs = (usual: number): number => Number(process.env['SAGALOOM_RUNS'] ?? usual);

beforeEach(() => useDocuments.setState({ documents: [], activeId: null }));

const documentOf = (id: string): Draft => findDocument(id)!.document;
const outlineNow = (id: string): Outline => outlineOf(documentOf(id));

interface Hand {
  readonly id: string;
  /** Steps by chance; there is always one, perhaps of a name that nobody has. */
  readonly one: string;
  readonly two: string;
  readonly some: readonly string[];
  readonly block: string;
  readonly port: Port;
  readonly at: { readonly x: number; readonly y: number };
  readonly n: number;
}

const items = paletteItems([]);

/** Every edit there is. */
const edits: readonly ((hand: Hand) => void)[] = [
  ({ id, one, n }) =>
    void addItem(id, items[n % items.length]!, { kind: 'origin', origin: { kind: 'step', step: one, port: 'next' } }),
  ({ id, block, n, at }) => void addItem(id, items[n % items.length]!, { kind: 'block', block }, n % 2 ? at : null),
  ({ id, block, n }) =>
    void addItem(id, items[n % items.length]!, { kind: 'origin', origin: { kind: 'start', block } }),
  ({ id, one }) => {
    if (outlineNow(id).steps.get(one)?.type === 'parallel') addBranch(id, one);
  },
  ({ id, one, two, port }) => void connectSteps(id, { kind: 'step', step: one, port }, two),
  ({ id, block, one }) => void connectSteps(id, { kind: 'start', block }, one),
  ({ id, one, port }) => disconnectSteps(id, { kind: 'step', step: one, port }),
  ({ id, one, two, port }) => {
    const target = targetOf(outlineNow(id).steps.get(one)?.step ?? {}, port);
    if (target !== null)
      reconnectFrom(id, { kind: 'step', step: one, port }, { kind: 'step', step: two, port: 'next' }, target);
  },
  ({ id, one }) => startWith(id, one),
  ({ id, one }) => remove(id, [one]),
  ({ id, some }) => remove(id, some, 'cut'),
  ({ id, one, at }) => moveTo(id, outlineNow(id).steps.has(one) ? { [one]: at } : {}),
  ({ id, some, block, at }) => void moveToBlock(id, some, block, Object.fromEntries(some.map((step) => [step, at]))),
  ({ id, one, two, port }) => void putOnto(id, one, { kind: 'step', step: two, port }),
  ({ id, one, block }) => void putOnto(id, one, { kind: 'start', block }),
  ({ id, some, block }) => void sendToBlock(id, some, block),
  ({ id, one, n }) => void reorder(id, one, n % 2 ? 'earlier' : 'later'),
  ({ id, one, n }) => void replaceWith(id, one, items[n % items.length]!),
  ({ id, one }) => addUndo(id, one),
  ({ id, one, n }) => renameLabel(id, one, `Named ${n}`),
  ({ id, one, n }) => {
    const taken = takenIds(outlineNow(id));
    if (taken.has(one))
      editDocument(id, { kind: 'rename' }, (draft) => renameStep(draft, one, freshId(n % 2 ? 'again' : 'a-b', taken)));
  },
  ({ id, some }) => duplicate(id, some),
  ({ id, some, block, at }) => duplicateTo(id, some, block, at),
  ({ id, some, block, at, n }) => paste(id, clipOfSteps(id, some), { block, at: n % 2 ? at : null, origin: null }),
  ({ id, some, one, port }) =>
    paste(id, clipOfSteps(id, some), { block: '', at: null, origin: { kind: 'step', step: one, port } }),
  ({ id, some, block }) => paste(id, clipOfSteps(id, some), { block, at: null, origin: { kind: 'start', block } }),
  ({ id, one, n }) => {
    if (outlineNow(id).steps.get(one)?.blocks.length) collapse(id, one, n % 2 === 0);
  },
  ({ id, n }) => collapseAll(id, n % 2 === 0),
  ({ id, some }) => alignSteps(id, some, 'centre'),
  ({ id, some }) => distributeSteps(id, some, 'down'),
  ({ id, some }) => nudge(id, some, { x: 8, y: -8 }),
  ({ id }) => tidy(id),
  ({ id }) => keepPlaces(id),
  ({ id }) => turn(id),
  ({ id, n }) => {
    const query = { text: 'text', matchCase: false, isPattern: false };
    const found = searchIn(documentOf(id), query);
    if (found.ok)
      editDocument(id, { kind: 'replaceText' }, (draft) => void replaceIn(draft, found.hits, query, `word ${n}`));
  },
  ({ id, n }) => {
    const text = textOf(findDocument(id)!);
    editText(id, n % 2 ? text.replace(/"name": "[^"]*"/, `"name" : "typed ${n}"`) : `${text}\n`);
  },
];

function edit(id: string, { kind, a, b, c }: Choice): void {
  const outline = outlineNow(id);
  const ids = [...outline.steps.keys()];
  const blocks = [...outline.blocks.keys()];
  const pick = (n: number): string => ids[n % Math.max(1, ids.length)] ?? 'nobody';
  const one = pick(a);
  const siblings = outline.blocks.get(outline.steps.get(one)?.block ?? '')?.stepIds ?? [];
  const two = b % 3 === 0 ? pick(b) : (siblings[b % Math.max(1, siblings.length)] ?? 'nobody');
  const ports = portsOf(outline.steps.get(one)?.step ?? {});
  setPositions(
    id,
    Object.fromEntries(ids.map((step, index) => [step, { x: (index % 4) * 260 + 22, y: index * 90 + 68 }])),
  );
  edits[kind % edits.length]!({
    id,
    one,
    two,
    some: ids.length === 0 ? [] : [...new Set([one, two, pick(c)])],
    block: blocks[b % blocks.length] ?? '',
    port: ports[c % Math.max(1, ports.length)] ?? 'next',
    at: { x: a * 3, y: b * 3 },
    n: c,
  });
}

/** Thousands of these in a run: an assertion of the runner for each would take most of the time. */
function must(holds: boolean, tell: string): void {
  if (!holds) throw new Error(tell);
}

/** What every document keeps, whatever is done to it. */
function expectSound(document: Draft, tell: string): void {
  const { blocks, steps } = outlineOf(document);
  const all = [...blocks.values()].flatMap(({ block }) => Object.keys((block.steps ?? {}) as object));
  must(all.length === new Set(all).size, `${tell}: an id is there twice`);
  for (const { stepIds, start, key } of blocks.values()) {
    must(start === null || stepIds.includes(start), `${tell}: ${key} starts with ${start}`);
  }
  for (const { id, step, block } of steps.values()) {
    const within = blocks.get(block)!.stepIds;
    for (const port of portsOf(step)) {
      const target = targetOf(step, port);
      must(target === null || within.includes(target), `${tell}: ${id} ${port} leads to ${target}`);
    }
  }
  const ui = (document['ui'] ?? {}) as { readonly steps?: object };
  for (const id of Object.keys(ui.steps ?? {})) must(steps.has(id), `${tell}: ${id} has a place and is not there`);
}

/** A step that says the same in the same place is the same object: nothing else is drawn, checked or written again. */
function expectShared(before: Draft, after: Draft, tell: string): void {
  const old = outlineOf(before).steps;
  for (const { id, step, path } of outlineOf(after).steps.values()) {
    const was = old.get(id);
    if (!was || was.step === step || was.path.join('/') !== path.join('/')) continue;
    must(JSON.stringify(was.step) !== JSON.stringify(step), `${tell}: ${id} was made anew`);
  }
}

/** Every step and every connection is drawn exactly once, and nothing else is. */
function expectDrawn(document: Draft): void {
  const bare = previewEdit(document, (draft) => {
    delete draft['ui'];
  });
  const { blocks, steps } = outlineOf(bare);
  const { nodes, edges } = sceneOf({ document: bare, positions: {}, overlay: null, problems: new Map(), t: translate });
  const drawn = nodes.filter(({ type }) => type === 'step' || type === 'frame').map(({ id }) => id);
  expect(drawn.toSorted()).toEqual([...steps.keys()].toSorted());
  const lines = edges.flatMap(({ id, source, target, data }) => {
    const origin = originOf(id);
    const isFlow = data?.kind === 'flow' || data?.kind === 'catch' || data?.kind === 'entry';
    must((origin !== null) === isFlow, `${id} is taken for a connection, or is not`);
    if (!origin) return [];
    if (origin.kind === 'step') expect(source).toBe(origin.step);
    return [origin.kind === 'start' ? `>${origin.block}>${target}` : `${origin.step} ${origin.port} ${target}`];
  });
  const meant = [
    ...[...blocks.values()].flatMap(({ key, start }) => (start === null ? [] : [`>${key}>${start}`])),
    ...[...steps.values()].flatMap(({ id, step }) =>
      portsOf(step).flatMap((port) => {
        const target = targetOf(step, port);
        return target === null ? [] : [`${id} ${port} ${target}`];
      }),
    ),
  ];
  expect(lines.toSorted()).toEqual(meant.toSorted());
}

/** Opened from a text that somebody wrote by hand: comments, odd spaces. */
function openWritten(document: Draft): string {
  const text = JSON.stringify(document, null, 3).replace('"name":', '/* by hand */ "name"  :');
  const opened = parseSource(text);
  if (!opened.ok) throw new Error(opened.problem);
  return openDocument({ path: null, etag: null, document: opened.source.document, source: opened.source });
}

test(
  'any edits leave a sound document, draw it exactly, and are undone and done again letter by letter',
  { timeout: 600_000 },
  () => {
    fc.assert(
      fc.property(documents, choices(14), (document, chosen) => {
        useDocuments.setState({ documents: [], activeId: null });
        const id = openWritten(document);
        const before = textOf(findDocument(id)!);
        chosen.forEach((choice, index) => {
          const was = documentOf(id);
          edit(id, choice);
          const tell = `edit ${index}, kind ${choice.kind % edits.length}`;
          expectSound(documentOf(id), tell);
          expectShared(was, documentOf(id), tell);
        });
        expectDrawn(documentOf(id));
        compile(documentOf(id));
        const after = textOf(findDocument(id)!);
        while (undo(id));
        expect(textOf(findDocument(id)!)).toBe(before);
        while (redo(id));
        expect(textOf(findDocument(id)!)).toBe(after);
        const read = parseSource(after);
        expect(read.ok && read.source.document).toEqual(documentOf(id));
      }),
      { numRuns: runs(400) },
    );
  },
);

/** With every id as it was before the copy. */
function renamedBack(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  const back = new Map([...renamed].map(([from, to]) => [to, from]));
  const inText = (text: string): string =>
    text.startsWith('{%')
      ? text.replaceAll(/steps\.(?:`([^`]+)`|(\w+))/g, (_, quoted?: string, plain?: string) => {
          const id = quoted ?? plain ?? '';
          return `steps.<${back.get(id) ?? id}>`;
        })
      : text;
  const walk = (part: unknown, key: string): unknown => {
    if (typeof part === 'string') {
      return ['next', 'otherwise', 'onTimeout', 'start'].includes(key) ? (back.get(part) ?? part) : inText(part);
    }
    if (Array.isArray(part)) return part.map((one) => walk(one, ''));
    if (typeof part !== 'object' || part === null) return part;
    const entries = Object.entries(part).map(([name, one]) => [
      key === 'steps' ? (back.get(name) ?? name) : name,
      walk(one, key === 'steps' ? '' : name),
    ]);
    return Object.fromEntries(entries);
  };
  return walk(value, '');
}

test('a copy means what was copied: the same normal form under fresh ids', { timeout: 600_000 }, () => {
  let compiled = 0;
  fc.assert(
    fc.property(documents, (document) => {
      const original = compile(document);
      if (!original.ok) return;
      compiled += 1;
      const top = outlineOf(document).blocks.get('')!.stepIds;
      const clip = parseClip(JSON.stringify(clipOf(document, top)))!;
      // Into an empty document the ids may stay.
      const empty: Draft = { ...document, start: '', steps: {} };
      const pasted = previewEdit(empty, (draft) => void pasteSteps(draft, clip, ''));
      const again = compile(pasted);
      expect(again.ok && again.hash).toBe(original.hash);
      // Beside the original all of them are fresh.
      let renamed: ReadonlyMap<string, string> = new Map();
      const both = previewEdit(document, (draft: EditableObject) => {
        renamed = pasteSteps(draft, clip, '');
      });
      const taken = takenIds(outlineOf(document));
      for (const fresh of renamed.values()) expect(taken.has(fresh)).toBe(false);
      expect(new Set(renamed.values()).size).toBe(taken.size);
      const { steps } = outlineOf(both);
      const copies = Object.fromEntries(top.map((id) => [renamed.get(id)!, steps.get(renamed.get(id)!)!.step]));
      const alone = compile({
        ...document,
        start: renamed.get(outlineOf(document).blocks.get('')!.start!)!,
        steps: copies,
      });
      expect(alone.ok).toBe(true);
      if (!alone.ok) return;
      expect(renamedBack(alone.definition, renamed)).toEqual(renamedBack(original.definition, new Map()));
      for (const id of renamed.values()) expect(enclosingBlocks(outlineOf(both), id).at(-1)?.key).toBe('');
    }),
    { numRuns: runs(300) },
  );
  expect(compiled).toBeGreaterThan(runs(300) / 4);
});
