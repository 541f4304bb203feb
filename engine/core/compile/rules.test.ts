import { expect, test } from 'vitest';
import { compileTemplate, evaluateTemplate } from '../expression/index.ts';
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

test('[DA1] an item of a map has variables of its own, and item and index of the nearest map', () => {
  const items = (steps: Record<string, Json>, more: Record<string, Json> = {}): Json => ({
    type: 'map',
    items: '{% input.rows %}',
    ...blockOf(steps),
    ...more,
  });
  const top = { variables: { n: 0 }, returns: '{% vars.n %}' };
  expect(found(stepsOf({ m: items({ a: task({ assign: { n: 1 } }) }) }, top))).toEqual(only('VAR_SHARED_WRITE'));
  expect(found(stepsOf({ m: items({ a: task({ catch: [{ as: 'n' }] }) }) }, top))).toEqual(only('VAR_SHARED_WRITE'));
  const own = items({ a: task({ assign: { mine: '{% vars.n + index %}' } }) }, { output: '{% vars.mine %}' });
  expect(found(stepsOf({ m: own }, { variables: { n: 0 } }))).toEqual([]);
  // The items of an inner map are of the outer one's item.
  const nested = items({ inner: items({ a: reading('item.id & index') }, { items: '{% item.rows %}' }) });
  expect(found(stepsOf({ m: nested }))).toEqual([]);
  expect(found(stepsOf({ m: items({ a: task() }, { items: '{% item.rows %}' }) }))).toEqual(only('SCOPE_ITEM'));
  expect(found(stepsOf({ m: items({ a: task() }, { next: 'b' }), b: reading('item') }))).toEqual(only('SCOPE_ITEM'));
  expect(found(stepsOf({ t: { type: 'try', ...blockOf({ a: reading('index') }) } }))).toEqual(only('SCOPE_ITEM'));
});

test('[DA1] an update assigns variables of the run only', () => {
  const updating = (assign: Record<string, Json>): Json =>
    stepsOf({ a: task() }, { variables: { n: 0 }, returns: '{% vars.n %}', updates: { u: { assign } } });
  expect(found(updating({ n: '{% vars.n + update.input %}' }))).toEqual([]);
  expect(found(updating({ m: 1 }))).toEqual(only('VAR_UNDECLARED'));
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

test('[DA2] a receive whose time is over has no output, and where that leads an error is in scope', () => {
  const receive = { type: 'receive', signal: 'paid', timeout: '1h', onTimeout: 'late', next: 'b' };
  const after = (late: Json): Json => stepsOf({ r: receive, late, b: reading('steps.r.output.sum') });
  expect(found(after(reading('error.type')))).toEqual([]);
  expect(found(after(reading('error.type', { next: 'b' })))).toEqual(only('REFERENCE_NOT_RUN'));
  expect(found(stepsOf({ r: { ...receive, onTimeout: 'b' }, b: reading('steps.r.output.sum ?? 0') }))).toEqual([]);
});

test('[DA2] nobody reads into a map, and whoever asks a running workflow reads what is there', () => {
  const map = { type: 'map', items: [1], ...blockOf({ a: task() }), next: 'b' };
  expect(found(stepsOf({ m: map, b: reading('steps.a.output') }))).toEqual(only('REFERENCE_NOT_VISIBLE'));
  expect(found(stepsOf({ m: map, b: reading('steps.m.output[0]') }))).toEqual([]);
  const asked = (returns: string): Json => stepsOf({ m: map, b: task() }, { queries: { q: { returns } } });
  expect(found(asked('{% steps.b.output %}'))).toEqual([]);
  const perhaps = stepsOf({ a: task({ catch: [{}] }) }, { queries: { q: { returns: '{% steps.a.output %}' } } });
  expect(found(perhaps)).toEqual([]);
  expect(found(asked('{% steps.a.output %}'))).toEqual(only('REFERENCE_NOT_VISIBLE'));
  expect(found(asked('{% steps.c.output %}'))).toEqual(only('REFERENCE_STEP_UNKNOWN'));
});

test('[DA2] holds in blocks of any length', () => {
  const length = 100;
  const chain = (last: string): Json =>
    stepsOf(
      Object.fromEntries(
        Array.from({ length }, (_, at) => {
          const next = at + 1 < length ? { next: `s${at + 1}` } : {};
          const caught = at === 40 ? { catch: [{ next: 's41' }] } : {};
          return [`s${at}`, at + 1 < length ? task({ ...next, ...caught }) : reading(last)];
        }),
      ),
    );
  for (const id of ['s0', 's31', 's32', 's63', 's64', 's98']) expect(found(chain(`steps.${id}.output`))).toEqual([]);
  expect(found(chain('steps.s40.output'))).toEqual(only('REFERENCE_NOT_RUN'));
});

test.each<[string, string]>([
  ['task', 'with'],
  ['emit', 'payload'],
  ['child', 'input'],
])('[SG1] what a %s is given and assigns sees step.key, and its undo all of step', (type, field) => {
  const step = (more: Record<string, Json>): Json =>
    stepsOf({ a: { type, ...given[type], compensate: { activity: 'undo' }, ...more } }, top);
  const top = { variables: { v: null }, returns: '{% vars.v %}' };
  expect(found(step({ [field]: '{% step.key %}', assign: { v: '{% [step.key, result] %}' } }))).toEqual([]);
  expect(found(step({ [field]: '{% step.output %}' }))).toEqual(only('SCOPE_STEP'));
  const sees = '{% [step.key, step.with, step.output, step.outcome] %}';
  expect(found(step({ compensate: { activity: 'undo', with: sees } }))).toEqual([]);
  expect(found(step({ compensate: { activity: 'undo', with: '{% step.input %}' } }))).toEqual(only('SCOPE_STEP'));
});

const given: Readonly<Record<string, Record<string, Json>>> = {
  task: { activity: 'log' },
  emit: { event: 'e' },
  child: { workflow: 'w' },
};

test('[DA7] a secret is a whole value of what an activity is given, and compiles to a marker', () => {
  const compiled = (document: Json): Json => {
    const result = compile(document);
    return result.ok ? (result.definition.steps as Json) : result.diagnostics.map(({ code }) => code);
  };
  const undo = { activity: 'undo', with: ['{% secrets.KEY %}'] };
  const written = stepsOf({ a: task({ with: { auth: { bearer: '{%secrets.`api-key` %}' } }, compensate: undo }) });
  const marked = { auth: { bearer: { $secret: 'api-key' } } };
  expect(compiled(written)).toMatchObject({ a: { with: marked, compensate: { with: [{ $secret: 'KEY' }] } } });
  expect(compiled(stepsOf({ a: task({ with: marked }) }))).toMatchObject({ a: { with: marked } });
  for (const value of [
    '{% "x" & secrets.KEY %}',
    '{% secrets.KEY.part %}',
    { $secret: 'a b' },
    { $secret: 'K', b: 1 },
  ]) {
    expect(compiled(stepsOf({ a: task({ with: { value } }) }))).toEqual(only('SECRET_MISPLACED'));
  }
  for (const value of ['{% secrets.KEY %}', { $secret: 'KEY' }]) {
    expect(compiled(stepsOf({ a: { type: 'child', workflow: 'w', input: value } }))).toEqual(only('SECRET_MISPLACED'));
    expect(compiled(stepsOf({ a: task({ assign: { v: value } }) }, { variables: { v: 0 } }))).toEqual(
      expect.arrayContaining(only('SECRET_MISPLACED') as string[]),
    );
    expect(compiled(stepsOf({ a: task() }, { returns: value }))).toEqual(only('SECRET_MISPLACED'));
  }
});

test('[DA7] evaluating a template leaves the marker as it is', async () => {
  const template = compileTemplate({ key: { $secret: 'KEY' }, id: '{% input.id %}' });
  const evaluated = await evaluateTemplate(template, { input: { id: 7 } }, { nowMs: 0, seed: '' });
  expect(evaluated).toEqual({ ok: true, value: { key: { $secret: 'KEY' }, id: 7 } });
});

test('[LI5] a trigger sees only what started it, a concurrency key only what the run begins with', () => {
  const ordered = (input: string): Json =>
    stepsOf({ a: task() }, { triggers: { t: { type: 'event', event: 'order.placed', input } } });
  expect(found(ordered('{% [trigger.at, trigger.name, trigger.payload] %}'))).toEqual([]);
  expect(found(ordered('{% run.id %}'))).toEqual(only('SCOPE_LIMITED'));
  const keyed = (key: string): Json => stepsOf({ a: task() }, { concurrencyKey: { key } });
  expect(found(keyed('{% input.customer %}'))).toEqual([]);
  expect(found(keyed('{% steps.a.output %}'))).toEqual(only('SCOPE_LIMITED'));
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
  const each = { type: 'map', items: [1], ...blockOf({ a: pivot() }) };
  expect(found(sagaOf({ m: each }))).toEqual(only('PIVOT_PARALLEL'));
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
  const late = { type: 'receive', signal: 'paid', timeout: '1h' };
  const afterPivot = (step: Json): Json => sagaOf({ a: task({ pivot: true, next: 'b' }), b: step });
  expect(warned(afterPivot(late))).toEqual(only('PIVOT_FALLIBLE'));
  expect(warned(afterPivot({ type: 'receive', signal: 'paid' }))).toEqual([]);
  const either = { ...late, onTimeout: 'c', next: 'c' };
  expect(warned(sagaOf({ a: task({ pivot: true, next: 'b' }), b: either, c: task() }))).toEqual([]);
  expect(warned(afterPivot({ ...late, catch: [{ errors: ['timeout.signal'] }] }))).toEqual([]);
  expect(warned(afterPivot({ type: 'emit', event: 'e' }))).toEqual([]);
  const signalling = { type: 'emit', signal: 's', to: 'r1' };
  expect(warned(afterPivot(signalling))).toEqual(only('PIVOT_FALLIBLE'));
  expect(warned(afterPivot({ ...signalling, catch: [{ errors: ['signal'] }] }))).toEqual([]);
  expect(warned(afterPivot(task({ catch: [{ errors: ['timeout'] }], timeouts: { scheduleToClose: '1h' } })))).toEqual(
    [],
  );
  const hurried = { ...(afterPivot(task()) as object), defaults: { timeouts: { scheduleToStart: '1m' } } };
  expect(warned(hurried)).toEqual(only('PIVOT_FALLIBLE'));
  const child = { type: 'child', workflow: 'w' };
  expect(warned(afterPivot(child))).toEqual(only('PIVOT_FALLIBLE'));
  expect(warned(afterPivot({ ...child, catch: [{ errors: ['child'] }] }))).toEqual([]);
  expect(warned(sagaOf({ a: child }))).toEqual(only('SAGA_NO_UNDO'));
  expect(warned(sagaOf({ a: { ...child, compensate: { workflow: 'undo' } } }))).toEqual([]);
  const caught = (effect: Json): Json => sagaOf({ t: { type: 'try', ...blockOf({ a: effect }), catch: [{}] } });
  expect(warned(caught(undone))).toEqual(only('SAGA_CATCH_KEEPS'));
  expect(warned(caught(task({ readOnly: true })))).toEqual([]);
});
