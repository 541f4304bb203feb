// Every field that a definition can have is in the inspector: the schemas say which there are, the forms are rendered and asked for each.
import {
  documentSchema,
  isObject,
  type Json,
  type JsonObject,
  type StepType,
  stepSchemas,
  triggerSchema,
} from '@sagaloom/engine/core';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { activityInfo } from '../../engine/activities/infos.ts';
import { builtinActivities } from '../../engine/activities/index.ts';
import { setActivities } from '../activities/index.ts';
import {
  closeDocument,
  type Draft,
  findDocument,
  openDocument,
  outlineOf,
  select,
  toPointer,
} from '../document/index.ts';
import { EditingContext } from './editing.ts';
import { OtherFields } from './fields/OtherFields.tsx';
import { Inspector } from './Inspector.tsx';
import { wholeOf } from './testing/fields.ts';

// Whole forms with their editors: slow where others work as well.
vi.setConfig({ testTimeout: 120_000 });
afterEach(cleanup);

/** Deliberately not in the inspector. */
const elsewhere: Readonly<Record<string, string>> = {
  '/$schema': 'written with the file',
  '/format': 'written with the file',
  '/ui/direction': 'a button of the canvas',
  '/ui/notes': 'written on the canvas',
  '/ui/samples': 'pinned from the data of a run',
  '/ui/steps': 'where the steps are drawn',
};

/** One of them, or within one. */
const isElsewhere = (pointer: string): boolean =>
  Object.keys(elsewhere).some((place) => pointer === place || pointer.startsWith(`${place}/`));

const types = Object.keys(stepSchemas) as readonly StepType[];

/** Of fields that exclude one another, each has its turn. */
const turns: Partial<Record<StepType, readonly (readonly string[])[]>> = {
  wait: [['until'], ['for']],
  emit: [['event'], ['signal', 'to', 'key']],
};

const bare: JsonObject = { format: 'sagaloom/v1', name: 'flow', start: 'one', steps: {} };

/** What goes by itself: the steps inside are the canvas's, and an undo is by an activity or by a workflow. */
function withBlocks(type: StepType, step: JsonObject): JsonObject {
  const block = { start: 'in', steps: { in: { type: 'set', assign: {} } } };
  const { branches, finally: last, ...rest } = step;
  return {
    type,
    ...rest,
    ...(type === 'choice' ? { branches: branches ?? [] } : {}),
    ...(type === 'parallel' && isObject(branches) && isObject(branches.ONE)
      ? { branches: { ONE: { ...branches.ONE, ...block } } }
      : {}),
    ...(isObject(last) ? { finally: { ...last, ...block, steps: { last: { type: 'set', assign: {} } } } } : {}),
  };
}

/** Opens every part of every tab, and gives the pointers of all fields that are shown. */
function shownPointers(document: Draft, step: string | null): ReadonlySet<string> {
  const id = openDocument({ path: null, etag: null, document });
  select(id, { steps: step === null ? [] : [step] });
  render(<Inspector />);
  const found = new Set<string>();
  const tabs = (): NodeListOf<Element> => globalThis.document.querySelectorAll('[role=tab]');
  for (let index = 0; index < Math.max(1, tabs().length); index += 1) {
    const tab = tabs()[index];
    if (tab) fireEvent.click(tab);
    for (let closed = closedParts(); closed.length > 0; closed = closedParts()) fireEvent.click(closed[0]!);
    for (const row of globalThis.document.querySelectorAll<HTMLElement>('[data-pointer]'))
      found.add(row.dataset.pointer ?? '');
  }
  cleanup();
  closeDocument(id);
  return found;
}

const closedParts = (): readonly Element[] => [
  ...globalThis.document.querySelectorAll(
    '[data-form] button[aria-expanded=false][aria-controls]:not([aria-haspopup])',
  ),
];

const missingOf = (wanted: readonly string[], shown: ReadonlySet<string>): readonly string[] =>
  wanted.filter((pointer) => !shown.has(pointer) && !isElsewhere(pointer));

const stepCases = types.flatMap((type) => (turns[type] ?? [[]]).map((skip) => ({ type, skip })));

test.each(stepCases)('every field of a $type step without $skip has its place in the inspector', ({ type, skip }) => {
  const { pointers, value } = wholeOf(stepSchemas[type], '/steps/one', skip);
  const step = withBlocks(type, value as JsonObject);
  const undo = isObject(step.compensate ?? null) ? (step.compensate as JsonObject) : null;
  const byActivity = undo ? { ...step, compensate: without(undo, 'workflow') } : step;
  const shown = new Set(shownPointers({ ...bare, steps: { one: byActivity } }, 'one'));
  if (undo) {
    const byWorkflow = { ...step, compensate: without(undo, 'activity') };
    for (const pointer of shownPointers({ ...bare, steps: { one: byWorkflow } }, 'one')) shown.add(pointer);
  }
  expect(missingOf(pointers, shown)).toEqual([]);
});

function without(object: JsonObject, name: string): JsonObject {
  const { [name]: _gone, ...rest } = object;
  return rest;
}

test('every field of a document has its place in the inspector', () => {
  const { triggers: _own, ...shape } = documentSchema.shape;
  const parts = Object.entries(shape)
    .filter(([name]) => name !== 'start' && name !== 'steps')
    .map(([name, schema]) => [name, wholeOf(schema, `/${name}`)] as const);
  const held = Object.fromEntries(parts.map(([name, { value }]) => [name, value]));
  const shown = shownPointers({ ...held, ...bare }, null);
  expect(
    missingOf(
      parts.flatMap(([, { pointers }]) => pointers),
      shown,
    ),
  ).toEqual([]);
});

test.each(triggerSchema.options.map((option) => [option.shape.type.value, option] as const))(
  'every field of a %s trigger has its place in the inspector',
  (type, schema) => {
    const { pointers, value } = wholeOf(schema, '/triggers/one');
    const trigger = { type, ...(value as JsonObject) };
    const shown = shownPointers({ ...bare, triggers: { one: trigger } }, null);
    expect(missingOf(pointers, shown)).toEqual([]);
  },
);

/** Pointers of everything that is written in a step or in the document itself, but not in the steps inside it. */
function written(value: Json, at: string, shown: ReadonlySet<string>): readonly string[] {
  if (shown.has(at)) return []; // a form or an editor shows it whole
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value as JsonObject)
    .filter(([name]) => !['steps', 'start', 'type', 'ui', '$schema', 'format'].includes(name))
    .flatMap(([name, held]) => written(held, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, shown));
}

/** Where a step of this type and activity says something: what one such step shows, another one shows as well. */
function placesIn(value: Json, at: string): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((one) => placesIn(one, `${at}/*`));
  if (!isObject(value)) return [at];
  return Object.entries(value).flatMap(([name, held]) => (drawn.has(name) ? [] : placesIn(held, `${at}/${name}`)));
}

const drawn = new Set([
  'steps',
  'start',
  'next',
  'name',
  'description',
  'assign',
  'output',
  'body',
  'headers',
  'payload',
]);

function isNew(step: JsonObject): boolean {
  const places = placesIn(step, `${JSON.stringify(step.type)} ${JSON.stringify(step.activity ?? '')}`);
  const isFresh = places.some((place) => !seen.has(place));
  for (const place of places) seen.add(place);
  return isFresh;
}

const seen = new Set<string>();
const examples = globSync('../../examples/*/*.saga.json', { cwd: import.meta.dirname });

test.each(examples)('all that %s says can be read and changed in the inspector', (file) => {
  setActivities([...builtinActivities.values()].map((activity) => activityInfo(activity, 'builtin')));
  const document = JSON.parse(readFileSync(resolve(import.meta.dirname, file), 'utf8')) as Draft;
  const hidden: string[] = [...written(document, '', shownPointers(document, null))];
  for (const entry of outlineOf(document).steps.values()) {
    if (!isNew(entry.step)) continue;
    const shown = shownPointers(document, entry.id);
    hidden.push(...written(entry.step, toPointer(entry.path), shown));
  }
  expect(hidden).toEqual([]);
});

test('a field that no form knows can be read and removed', () => {
  const step: Json = { type: 'set', assign: {}, novelty: { deep: [1] } };
  const id = openDocument({ path: null, etag: null, document: { ...bare, steps: { one: step } } });
  const open = findDocument(id)!;
  render(
    <EditingContext
      value={{
        documentId: id,
        document: open.document,
        base: ['steps', 'one'],
        name: '',
        readOnly: false,
        diagnostics: [],
      }}
    >
      <OtherFields known={['type', 'assign']} />
    </EditingContext>,
  );
  expect(screen.getByText('novelty')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Remove novelty' }));
  expect(findDocument(id)?.document).toEqual({ ...bare, steps: { one: { type: 'set', assign: {} } } });
});
