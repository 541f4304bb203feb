import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addStep,
  connect,
  directionOf,
  type Draft,
  type EditableObject,
  findStep,
  moveInto,
  outlineOf,
  previewEdit,
  removeSteps,
  writeAt,
} from '../../document/index.ts';
import { translate } from '../../locales/index.ts';
import { bigDefinition } from '../bench/definition.ts';
import { measure, type Sizes } from '../scene/measure.ts';
import { edgeWords } from '../scene/ports.ts';
import type { Layout, WordsOf } from './graph.ts';
import { type LayoutMemory, layOutLarge } from './large.ts';
import { type Drawing, layOutStretch } from './linear.ts';
import { placedIn, putInto } from './placed.ts';

const words: WordsOf = (entry, port) => edgeWords(entry, port, translate);

const edit = fc.record({
  kind: fc.constantFrom(
    'insert',
    'insert',
    'first',
    'loose',
    'remove',
    'remove',
    'connect',
    'back',
    'otherwise',
    'catch',
    'early',
    'early',
    'start',
    'undo',
    'name',
    'group',
    'into',
    'turn',
    'order',
  ),
  at: fc.nat(9_999),
  by: fc.nat(9_999),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

/** Mostly near by, as people connect; now and then anywhere. */
function otherThan(ids: readonly string[], at: number, by: number): string {
  const number = by % 5 === 0 ? by : at + (by % 9) + 1;
  return ids[number % ids.length] ?? '';
}

function edited(draft: EditableObject, { kind, at, by }: Edit, n: number): void {
  const outline = outlineOf(draft);
  const [ids, keys] = [[...outline.steps.keys()], [...outline.blocks.keys()]];
  const [id, other] = [ids[at % ids.length] ?? '', otherThan(ids, at % ids.length, by)];
  const block = keys[by % keys.length] ?? '';
  const step = findStep(draft, id)?.step;
  if (!step) return;
  const origin = { kind: 'step', step: id, port: 'next' } as const;
  const group = { type: 'saga', start: `x${n}`, steps: { [`x${n}`]: { type: 'task' } } };
  if (kind === 'insert') addStep(draft, `n${n}`, { type: 'task' }, { kind: 'after', origin });
  else if (kind === 'group') addStep(draft, `n${n}`, group, { kind: 'after', origin });
  else if (kind === 'first')
    addStep(draft, `n${n}`, { type: 'task' }, { kind: 'after', origin: { kind: 'start', block } });
  else if (kind === 'loose') addStep(draft, `n${n}`, { type: 'task', next: other }, { kind: 'loose', block });
  else if (kind === 'remove') removeSteps(draft, [id]);
  else if (kind === 'connect') connect(draft, origin, other);
  else if (kind === 'back') connect(draft, { ...origin, step: other }, id);
  else if (kind === 'otherwise') writeAt(step, [step['type'] === 'choice' ? 'otherwise' : 'next'], other);
  else if (kind === 'catch') writeAt(step, ['catch'], [{ errors: ['*'], next: other }]);
  else if (kind === 'early') writeAt(step, ['next'], `n${n + 1 + (by % 3)}`); // what is not there yet
  else if (kind === 'start') writeAt(draft, ['start'], by % 7 === 0 ? null : id);
  else if (kind === 'undo') writeAt(step, ['compensate'], { activity: 'http' });
  else if (kind === 'name') writeAt(step, ['name'], `Named ${n}`);
  else if (kind === 'into' && outline.steps.get(id)?.blocks.length === 0) moveInto(draft, [id], block);
  else if (kind === 'turn') writeAt(draft, ['ui', 'direction'], by % 2 === 0 ? 'right' : 'down');
  else if (kind === 'order') turnedAround(draft);
}

function turnedAround(draft: EditableObject): void {
  const steps = draft['steps'] as EditableObject;
  draft['steps'] = Object.fromEntries(Object.entries(steps).toReversed());
}

const drawings = fc.record({
  steps: fc.constantFrom(30, 90, 160, 400),
  shape: fc.constantFrom('flat' as const, 'mixed' as const),
});

test('what is laid out again after edits is the picture of a drawing that is laid out for the first time', () => {
  fc.assert(
    fc.property(drawings, fc.array(edit, { minLength: 1, maxLength: 12 }), ({ steps, shape }, edits) => {
      let document: Draft = bigDefinition(steps, shape);
      const memory: LayoutMemory = { last: null };
      layOutLarge(outlineOf(document), words, memory);
      for (const [n, one] of edits.entries()) {
        document = previewEdit(document, (draft) => edited(draft, one, n));
        expect(layOutLarge(outlineOf(document), words, memory)).toEqual(layOutLarge(outlineOf(document), words));
      }
    }),
    { numRuns: 80 },
  );
});

/** Every block as one stretch. */
function uncut(document: Draft, positions: Layout['positions']): Layout {
  const outline = outlineOf(document);
  const sizes: Sizes = measure(outline, positions).steps;
  const layout = { positions: {}, routes: {} };
  for (const block of outline.blocks.values()) {
    if (block.stepIds.length === 0) continue;
    const isDown = directionOf(outline, block.key) === 'down';
    const drawing: Drawing = { outline, isDown, sizes, wordsOf: words };
    const whole = layOutStretch({ ids: block.stepIds, first: block.start, next: null }, drawing);
    for (const placed of placedIn(block, [whole], isDown, [])) putInto(placed, layout.positions, layout.routes);
  }
  return layout;
}

test('a block laid out in stretches is the same picture as one laid out as a whole', () => {
  fc.assert(
    fc.property(drawings, fc.array(edit, { maxLength: 12 }), ({ steps, shape }, edits) => {
      let document: Draft = bigDefinition(steps, shape);
      for (const [n, one] of edits.entries()) document = previewEdit(document, (draft) => edited(draft, one, n));
      const layout = layOutLarge(outlineOf(document), words);
      expect(layout).toEqual(uncut(document, layout.positions));
    }),
    { numRuns: 80 },
  );
});

test('an edit lays out anew what is near it, and the rest goes along', () => {
  const document = bigDefinition(2_000, 'flat');
  const ids = [...outlineOf(document).steps.keys()];
  const memory: LayoutMemory = { last: null };
  const stretches = () => memory.last?.blocks.get('')?.stretches ?? [];
  layOutLarge(outlineOf(document), words, memory);
  const before = new Set(stretches());
  const origin = { kind: 'step', step: ids[700] ?? '', port: 'next' } as const;
  const after = previewEdit(document, (draft) => addStep(draft, 'new', { type: 'task' }, { kind: 'after', origin }));
  const layout = layOutLarge(outlineOf(after), words, memory);
  expect(stretches().filter((stretch) => !before.has(stretch)).length).toBeLessThan(5);
  expect(layOutLarge(outlineOf({ ...after, name: 'other' }), words, memory)).toBe(layout);
});

test('a step that only led back to where a stretch begins is loose when nothing leads to it any more', () => {
  const steps = Object.fromEntries(
    Array.from({ length: 90 }, (_, n) => [`s${n}`, { type: 'task', ...(n < 89 ? { next: `s${n + 1}` } : {}) }]),
  );
  const chain: Draft = { start: 's0', steps };
  for (let n = 40; n < 87; n += 1) {
    const back = ['steps', `s${n + 2}`, 'catch'];
    const looped = previewEdit(chain, (draft) => writeAt(draft, back, [{ errors: ['*'], next: `s${n}` }]));
    const memory: LayoutMemory = { last: null };
    layOutLarge(outlineOf(looped), words, memory);
    const after = previewEdit(looped, (draft) => writeAt(draft, ['steps', `s${n + 1}`, 'next'], `s${n + 3}`));
    expect(layOutLarge(outlineOf(after), words, memory)).toEqual(layOutLarge(outlineOf(after), words));
  }
});

test('a block whose first step is led to by loose ones is laid out as a whole', () => {
  const steps = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [`s${n}`, { type: 'task', next: `s${n + 1}` }]),
  );
  const document: Draft = {
    start: 's40',
    steps: { ...steps, s40: { type: 'task' }, x: { type: 'task', next: 's40' } },
  };
  const layout = layOutLarge(outlineOf(document), words);
  expect(layout).toEqual(uncut(document, layout.positions));
});
