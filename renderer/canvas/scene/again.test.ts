import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addStep,
  connect,
  type Draft,
  type EditableObject,
  findStep,
  outlineOf,
  ownPlaces,
  placeAll,
  type Positions,
  previewEdit,
  removeSteps,
  writeAt,
} from '../../document/index.ts';
import { translate as t } from '../../locales/index.ts';
import { bigDefinition } from '../bench/definition.ts';
import type { WordsOf } from '../layout/graph.ts';
import { type LayoutMemory, layOutLarge } from '../layout/large.ts';
import type { RunOverlay } from '../overlay.ts';
import { edgeWords } from './ports.ts';
import { sceneOf } from './scene.ts';
import type { Problem, Scene } from './types.ts';

/** What an earlier scene left behind may not show in a later one. */
const copyOf = (document: Draft): Draft => JSON.parse(JSON.stringify(document)) as Draft;

const edit = fc.record({
  kind: fc.constantFrom(
    'name',
    'id of other',
    'otherwise',
    'retry',
    'undo',
    'pivot',
    'defaults',
    'direction',
    'remove',
    'connect',
    'collapse',
    'move',
  ),
  at: fc.nat(200),
  to: fc.nat(200),
});

function edited(
  draft: EditableObject,
  { kind, at, to }: { readonly kind: string; readonly at: number; readonly to: number },
) {
  const ids = [...outlineOf(draft).steps.keys()];
  const [id, other] = [ids[at % ids.length] ?? '', ids[to % ids.length] ?? ''];
  const step = findStep(draft, id)?.step;
  if (!step) return;
  if (kind === 'name') writeAt(step, ['name'], `Named ${to}`);
  else if (kind === 'retry') writeAt(step, ['retry'], [{ errors: ['*'], maxAttempts: to }]);
  else if (kind === 'undo') writeAt(step, ['compensate'], { activity: 'http' });
  else if (kind === 'pivot') writeAt(step, ['pivot'], true);
  else if (kind === 'defaults') writeAt(draft, ['defaults', 'retry'], [{ errors: ['*'], maxAttempts: to }]);
  else if (kind === 'direction') writeAt(draft, ['ui', 'direction'], 'right');
  else if (kind === 'remove') removeSteps(draft, [id]);
  else if (kind === 'connect') connect(draft, { kind: 'step', step: id, port: 'next' }, other);
  else if (kind === 'collapse') writeAt(draft, ['ui', 'steps', id, 'collapsed'], true);
  else if (kind === 'move') placeAll(draft, { [id]: { x: 40 + to, y: 60 + at } });
  else if (step['type'] === 'choice') writeAt(step, ['otherwise'], other);
}

const state = { attempts: 1, undoOrder: null, undo: 'none', errorType: null, items: null, child: null } as const;

/** The same object, as between two edits: what is kept of a scene is kept as long as they are. */
const noProblems: ReadonlyMap<string, Problem> = new Map();
let overlays: { readonly ids: string; readonly overlay: RunOverlay } | null = null;

function overlayOf(ids: readonly string[]): RunOverlay {
  const key = ids.join(' ');
  if (overlays?.ids !== key) overlays = { ids: key, overlay: someRun(ids) };
  return overlays.overlay;
}

function someRun(ids: readonly string[]): RunOverlay {
  return {
    steps: Object.fromEntries(ids.map((id) => [id, { ...state, state: 'completed' as const }])),
    taken: new Set(ids.map((id) => `${id}:next`)),
    wayBack: [],
    failed: null,
  };
}

const words: WordsOf = (entry, port) => edgeWords(entry, port, t);

/** `first`: places that stay, as people put steps; without them all is laid out anew. */
function drawn(document: Draft, runs: boolean, first: Positions | null, memory?: LayoutMemory): Scene {
  const ids = [...outlineOf(document).steps.keys()].slice(0, 40);
  const overlay = runs ? overlayOf(ids) : null;
  const laid = first
    ? { positions: { ...first, ...ownPlaces(document) } }
    : layOutLarge(outlineOf(document), words, memory);
  return sceneOf({ document, ...laid, overlay, problems: noProblems, t });
}

test('a scene after edits is the scene of a document nobody has drawn before', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(edit, fc.boolean()), { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      fc.constantFrom('mixed' as const, 'flat' as const),
      (edits, byHand, shape) => {
        let document = bigDefinition(140, shape);
        const memory: LayoutMemory = { last: null };
        const first = byHand ? layOutLarge(outlineOf(document)).positions : null;
        drawn(document, false, first, memory);
        for (const [one, runs] of edits) {
          document = previewEdit(document, (draft) => edited(draft, one));
          expect(drawn(document, runs, first, memory)).toEqual(drawn(copyOf(document), runs, first));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a step that comes in between moves all that follows, and what is drawn of them stays the same', () => {
  const document = bigDefinition(300, 'flat');
  const ids = [...outlineOf(document).steps.keys()];
  const origin = { kind: 'step', step: ids[20] ?? '', port: 'next' } as const;
  const edited = previewEdit(document, (draft) => addStep(draft, 'new', { type: 'task' }, { kind: 'after', origin }));
  const [before, after] = [drawn(document, false, null), drawn(edited, false, null)];
  const same = new Set<unknown>(before.nodes);
  const anew = after.nodes.filter((node) => !same.has(node));
  expect(anew.map(({ id }) => id)).toEqual(['start:', ids[20], 'new']);
  const at = ({ nodes, at: { y } }: Scene) => y[nodes.findIndex(({ id }) => id === ids[250])] ?? 0;
  expect(at(after)).toBeGreaterThan(at(before));
});
