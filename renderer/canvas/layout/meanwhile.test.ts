import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addStep,
  connect,
  type Draft,
  type EditableObject,
  moveInto,
  outlineOf,
  previewEdit,
  removeSteps,
  setCollapsed,
} from '../../document/index.ts';
import { documents } from '../../document/edits.arbitrary.ts';
import { translate as t } from '../../locales/index.ts';
import { measure } from '../scene/measure.ts';
import { sceneOf } from '../scene/scene.ts';
import { layOutLarge } from './large.ts';
import { meanwhile, type Placed } from './meanwhile.ts';

const laidOut = (document: Draft): Placed => ({ document, ...layOutLarge(outlineOf(document)) });

const after = (before: Placed, edit: (draft: EditableObject) => void): Placed | null =>
  meanwhile(before, previewEdit(before.document, edit));

const chain: Draft = {
  format: 'sagaloom/v1',
  name: 'chain',
  start: 'a',
  steps: { a: { type: 'task', next: 'b' }, b: { type: 'task', next: 'c' }, c: { type: 'task' } },
};
const behind = (step: string) => ({ kind: 'after', origin: { kind: 'step', step, port: 'next' } }) as const;

test('a step that comes in between stands where the next one was, and what follows makes room', () => {
  const before = laidOut(chain);
  const seen = after(before, (draft) => addStep(draft, 'new', { type: 'task' }, behind('a')));
  expect(seen?.positions['a']).toEqual(before.positions['a']);
  expect(seen?.positions['new']).toEqual(before.positions['b']);
  expect(overlapping(seen)).toEqual([]);
});

test('what is left stays where it is when a step goes, and connections that did not change keep their ways', () => {
  const way = { points: [{ x: 0, y: 0 }], label: null };
  const before = { ...laidOut(chain), routes: { 'a:next': way, 'b:next': way } };
  const seen = after(before, (draft) => removeSteps(draft, ['a']));
  expect(seen?.positions).toEqual(before.positions);
  expect(seen?.routes).toEqual({ 'b:next': way });
});

test('a chain of new steps in a new group stands in order', () => {
  const group = { type: 'saga', start: 'x', steps: { x: { type: 'task', next: 'y' }, y: { type: 'task' } } };
  const seen = after(laidOut(chain), (draft) => addStep(draft, 'group', group, behind('a')));
  expect(Object.keys(seen?.positions ?? {}).toSorted()).toEqual(['a', 'b', 'c', 'group', 'x', 'y']);
  expect(overlapping(seen)).toEqual([]);
});

test('too much that is new, a drawing that turns and a group that folds wait for the layout', () => {
  const before = laidOut(chain);
  const many = (draft: EditableObject) => {
    for (let n = 0; n < 7; n += 1) addStep(draft, `n${n}`, { type: 'task' }, { kind: 'loose', block: '' });
  };
  expect(after(before, many)).toBeNull();
  expect(after(before, (draft) => void (draft['ui'] = { direction: 'right' }))).toBeNull();
  const group = laidOut(previewEdit(chain, (draft) => addStep(draft, 'g', { type: 'saga', steps: {} }, behind('a'))));
  expect(after(group, (draft) => setCollapsed(draft, 'g', true, { x: 0, y: 0 }))).toBeNull();
});

/** Pairs of steps of one block that lie over each other. */
function overlapping(seen: Placed | null): readonly string[] {
  if (!seen) return ['nothing is seen'];
  const outline = outlineOf(seen.document);
  const { steps: sizes } = measure(outline, seen.positions);
  const boxOf = (id: string) => ({
    ...(seen.positions[id] ?? { x: 0, y: 0 }),
    ...(sizes.get(id)?.room ?? { width: 0, height: 0 }),
  });
  return [...outline.blocks.values()].flatMap(({ stepIds }) =>
    stepIds.flatMap((a, index) =>
      stepIds.slice(index + 1).flatMap((b) => {
        const [one, two] = [boxOf(a), boxOf(b)];
        const isApart =
          one.x + one.width <= two.x ||
          two.x + two.width <= one.x ||
          one.y + one.height <= two.y ||
          two.y + two.height <= one.y;
        return isApart ? [] : [`${a} and ${b}`];
      }),
    ),
  );
}

function isWithin(outline: ReturnType<typeof outlineOf>, block: string, step: string): boolean {
  for (
    let owner = outline.blocks.get(block)?.owner ?? null;
    owner !== null;
    owner = outline.blocks.get(outline.steps.get(owner)?.block ?? '')?.owner ?? null
  )
    if (owner === step) return true;
  return false;
}

const edit = fc.record({
  kind: fc.constantFrom('insert', 'first', 'loose', 'remove', 'into', 'connect'),
  at: fc.nat(99),
  to: fc.nat(99),
});

test('whatever is edited, every step has a place, and the drawing can be made', () => {
  fc.assert(
    fc.property(documents, fc.array(edit, { minLength: 1, maxLength: 5 }), (document, edits) => {
      let seen: Placed | null = laidOut(document);
      for (const [n, { kind, at, to }] of edits.entries()) {
        const outline = outlineOf(seen.document);
        const [ids, blocks] = [[...outline.steps.keys()], [...outline.blocks.keys()]];
        const [id = '', other = '', block = ''] = [
          ids[at % ids.length],
          ids[to % ids.length],
          blocks[to % blocks.length],
        ];
        if (ids.length === 0) return; // nothing that could stay
        const next = previewEdit(seen.document, (draft) => {
          if (kind === 'insert') addStep(draft, `n${n}`, { type: 'task' }, behind(id));
          else if (kind === 'first')
            addStep(draft, `n${n}`, { type: 'task' }, { kind: 'after', origin: { kind: 'start', block } });
          else if (kind === 'loose') addStep(draft, `n${n}`, { type: 'task' }, { kind: 'loose', block });
          else if (kind === 'remove' && ids.length > 1) removeSteps(draft, [id]);
          else if (kind === 'into' && !isWithin(outline, block, id)) moveInto(draft, [id], block);
          else if (kind === 'connect') connect(draft, behind(id).origin, other);
        });
        const shown: Placed | null = meanwhile(seen, next);
        if (!shown) return;
        const steps = expect.arrayContaining([...outlineOf(next).steps.keys()]);
        expect(Object.keys(shown.positions)).toEqual(steps);
        const scene = sceneOf({ ...shown, overlay: null, problems: new Map(), t });
        expect(scene.nodes.map((node) => node.id)).toEqual(steps);
        seen = shown;
      }
    }),
  );
});
