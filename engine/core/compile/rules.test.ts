import { expect, test } from 'vitest';
import type { Json } from '../json.ts';
import type { DiagnosticCode } from './codes.ts';
import { compile } from './index.ts';
import { blockOf, reading, stepsOf, task } from './testing/documents.ts';

const found = (document: Json): readonly string[] => compile(document).diagnostics.map(({ code }) => code);
const warned = (document: Json): readonly string[] => {
  const { ok, diagnostics } = compile(document);
  expect(ok).toBe(true);
  return diagnostics.map(({ code }) => code);
};
const only = (code: DiagnosticCode): readonly string[] => [code];

const undone = task({ compensate: { activity: 'undo' } });
const sagaOf = (steps: Record<string, Json>): Json => stepsOf({ s: { type: 'saga', ...blockOf(steps) } });
const parallelOf = (left: Record<string, Json>, right: Record<string, Json>): Json => ({
  type: 'parallel',
  branches: { left: blockOf(left), right: blockOf(right) },
});

test('[DF1] ids are unique in the whole file, and next stays within its block', () => {
  const inner = (id: string): Json => ({ type: 'try', ...blockOf({ [id]: task() }) });
  expect(found(stepsOf({ a: { ...(inner('x') as object), next: 'b' }, b: inner('x') }))).toEqual(
    only('STEP_DUPLICATE'),
  );
  expect(found(stepsOf({ a: { ...(inner('x') as object), next: 'x' } }))).toEqual(only('STEP_NOT_FOUND'));
  expect(found(stepsOf({ a: inner('x') }))).toEqual([]);
});

test('[DF5] a file of a newer format is refused, and nothing else is said of it', () => {
  const { ok, diagnostics } = compile({ format: 'sagaloom/v7', steps: 'other than ours' });
  expect(ok).toBe(false);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.message).toContain('made by a newer version');
});

test('[DA1] a branch may read what is outside, and assign only what is its own', () => {
  const counting = (assign: Record<string, Json>): Json =>
    stepsOf({ p: parallelOf({ l: task({ assign }) }, { r: reading('vars.n') }) }, { variables: { n: 0 } });
  expect(found(counting({ n: 1 }))).toEqual(only('VAR_SHARED_WRITE'));
  expect(found(counting({ mine: '{% vars.n + 1 %}' }))).toEqual([]);
  const inSaga = stepsOf(
    { s: { type: 'saga', ...blockOf({ a: { ...undone, assign: { n: 1 } } }) } },
    { variables: { n: 0 }, returns: '{% vars.n %}' },
  );
  expect(found(inSaga)).toEqual([]);
});

test('[DA2] a step reads steps of its own and of enclosing blocks, when they have run', () => {
  const choice = { type: 'choice', branches: [{ when: '{% input.x %}', next: 'a' }], otherwise: 'b' };
  expect(found(stepsOf({ c: choice, a: task({ next: 'b' }), b: reading('steps.a.output') }))).toEqual(
    only('REFERENCE_NOT_RUN'),
  );
  expect(found(stepsOf({ p: parallelOf({ l: task() }, { r: reading('steps.l.output') }) }))).toEqual(
    only('REFERENCE_NOT_VISIBLE'),
  );
  expect(
    found(stepsOf({ a: task({ next: 'p' }), p: parallelOf({ l: reading('steps.a.output') }, { r: task() }) })),
  ).toEqual([]);
  // Both ways to z lead through a.
  const ways = { ...choice, branches: [{ when: '{% input.x %}', next: 'b' }], otherwise: 'z' };
  expect(
    found(stepsOf({ a: task({ next: 'c' }), c: ways, b: task({ next: 'z' }), z: reading('steps.a.output') })),
  ).toEqual([]);
});

test('[DA6] config is declared, with a default of its type', () => {
  const config = { LIMIT: { type: 'number', default: 3 } };
  expect(found(stepsOf({ a: reading('config.LIMIT') }, { config }))).toEqual([]);
  expect(found(stepsOf({ a: reading('config.LIMT') }, { config }))).toEqual(only('CONFIG_UNDECLARED'));
  expect(found(stepsOf({ a: task() }, { config: { LIMIT: { type: 'number', default: 'x' } } }))).toEqual(
    only('CONFIG_DEFAULT'),
  );
});

test('[SG6] a pivot stands in no parallel and no cycle, is not undone, and nothing fails after it', () => {
  const pivot = (more: Record<string, Json> = {}): Json => task({ pivot: true, ...more });
  const again = { type: 'choice', branches: [{ when: '{% input.x %}', next: 'a' }], otherwise: 'z' };
  expect(found(sagaOf({ a: pivot({ next: 'b' }), b: task() }))).toEqual([]);
  expect(found(sagaOf({ p: parallelOf({ a: pivot() }, { r: undone }) }))).toEqual(only('PIVOT_PARALLEL'));
  expect(found(sagaOf({ a: pivot({ next: 'c' }), c: again, z: task() }))).toEqual(only('PIVOT_CYCLE'));
  expect(found(sagaOf({ a: pivot({ compensate: { activity: 'undo' } }) }))).toEqual(only('PIVOT_COMPENSATE'));
  expect(found(sagaOf({ a: pivot({ next: 'f' }), f: { type: 'fail', error: { type: 'no' } } }))).toEqual(
    only('PIVOT_FAIL'),
  );
});

test('[SG8] warns of what a failing saga would leave behind', () => {
  expect(warned(sagaOf({ a: task() }))).toEqual(only('SAGA_NO_UNDO'));
  expect(warned(sagaOf({ a: task({ readOnly: true }) }))).toEqual([]);
  expect(warned(sagaOf({ a: undone }))).toEqual([]);
  const reads = (expression: string): Json =>
    sagaOf({ a: task({ compensate: { activity: 'undo', with: `{% ${expression} %}` } }) });
  expect(warned(reads('step.output.id'))).toEqual(only('SAGA_UNDO_READS'));
  expect(warned(reads('step.output.id ?? step.key'))).toEqual([]);
  const final = task({ retry: [{ nonRetryable: ['http.404'] }] });
  expect(warned(sagaOf({ a: task({ pivot: true, next: 'b' }), b: final }))).toEqual(only('PIVOT_FALLIBLE'));
  const caught = (effect: Json): Json => sagaOf({ t: { type: 'try', ...blockOf({ a: effect }), catch: [{}] } });
  expect(warned(caught(undone))).toEqual(only('SAGA_CATCH_KEEPS'));
  expect(warned(caught(task({ readOnly: true })))).toEqual([]);
});
