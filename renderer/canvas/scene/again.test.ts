import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  connect,
  type Draft,
  type EditableObject,
  findStep,
  outlineOf,
  previewEdit,
  removeSteps,
  writeAt,
} from '../../document/index.ts';
import { translate as t } from '../../locales/index.ts';
import { bigDefinition } from '../bench/definition.ts';
import { layOutLarge } from '../layout/large.ts';
import type { RunOverlay } from '../overlay.ts';
import { sceneOf } from './scene.ts';
import type { Scene } from './types.ts';

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
  else if (step['type'] === 'choice') writeAt(step, ['otherwise'], other);
}

const state = { attempts: 1, undoOrder: null, undo: 'none', errorType: null, items: null, child: null } as const;

function drawn(document: Draft, runs: boolean): Scene {
  const ids = [...outlineOf(document).steps.keys()].slice(0, 40);
  const overlay: RunOverlay | null = runs
    ? {
        steps: Object.fromEntries(ids.map((id) => [id, { ...state, state: 'completed' as const }])),
        taken: new Set(ids.map((id) => `${id}:next`)),
        wayBack: [],
        failed: null,
      }
    : null;
  return sceneOf({ document, ...layOutLarge(outlineOf(document)), overlay, problems: new Map(), t });
}

test('a scene after edits is the scene of a document nobody has drawn before', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(edit, fc.boolean()), { minLength: 1, maxLength: 5 }), (edits) => {
      let document = bigDefinition(140, 'mixed');
      drawn(document, false);
      for (const [one, runs] of edits) {
        document = previewEdit(document, (draft) => edited(draft, one));
        expect(drawn(document, runs)).toEqual(drawn(copyOf(document), runs));
      }
    }),
    { numRuns: 12 },
  );
});
