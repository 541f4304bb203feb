import { isEditableObject } from '../document/draft.ts';
import { type EditableObject, findStep, type Path, readAt, removeSteps, writeAt } from '../document/index.ts';
import { redirect, stepsOf } from '../document/operations/blocks.ts';
import { setTarget } from '../document/ports.ts';
import { takeOut } from '../document/operations/remove.ts';
import { oneOfTwo, otherwise } from './flow.ts';
import { type Case, fix, type Fix, type Maker, newUndo, objectAt, partOf, removing, said, set } from './fix.ts';
import { orElse } from './texts.ts';

/** Undos, points of no return, and the warnings of the saga linter (SG8). */
export const sagaFixes = {
  COMPENSATE_AMBIGUOUS: (problem) =>
    partOf(problem) === 'COMPENSATE_AMBIGUOUS.both'
      ? oneOfTwo(problem.path, ['workflow'], ['activity'])
      : [fix('fixes.do.addUndo', {}, set(problem.path, newUndo()), { show: [...problem.path, 'with'] })],
  COMPENSATE_TIMEOUTS: ({ path }) => [removing(path, { isSafe: true })],
  COMPENSATE_READ_ONLY: ({ path }) => [removing([...path.slice(0, -1), 'readOnly']), removing(path)],
  PIVOT_COMPENSATE: ({ path }) => [removing(path), removing([...path.slice(0, -1), 'pivot'])],
  PIVOT_PARALLEL: ({ path }) => [noPivot(path)],
  PIVOT_CYCLE: ({ path }) => [noPivot(path)],
  PIVOT_OUTSIDE: ({ path }) => [noPivot(path, true)],
  PIVOT_FAIL: (problem) => {
    const { step } = problem;
    return [
      step ? fix('fixes.do.removeStep', { name: step.label }, (draft) => removeSteps(draft, [step.id])) : null,
      notThatPivot(problem),
    ];
  },
  PIVOT_FALLIBLE: fallible,
  SAGA_NO_UNDO: ({ path }) => {
    const place: Path = [...path, 'compensate'];
    return [
      fix('fixes.do.addUndo', {}, set(place, newUndo()), { show: [...place, 'with', 'url'] }),
      fix('fixes.do.readOnly', {}, set([...path, 'readOnly'], true)),
    ];
  },
  SAGA_UNDO_READS: (problem) => [
    orElse(problem, 'null'),
    problem.step ? fix('fixes.do.undoCompleted', {}, set([...problem.step.path, 'compensateOn'], 'completed')) : null,
  ],
  SAGA_CATCH_KEEPS: ({ step }) =>
    step && step.step.finally === undefined
      ? [fix('fixes.do.makeSaga', { name: step.label }, set([...step.path, 'type'], 'saga'))]
      : [],
} as const satisfies Readonly<Record<string, Maker>>;

const noPivot = (path: Path, isSafe = false): Fix =>
  fix('fixes.do.noPivot', { name: path.at(-2) ?? '' }, set(path, undefined), { isSafe });

function notThatPivot(problem: Case): Fix | null {
  const pivot = said(problem, 'pivot');
  if (pivot === null) return null;
  return fix('fixes.do.noPivot', { name: pivot }, (draft) => {
    const found = findStep(draft, pivot);
    if (found) delete found.step.pivot;
  });
}

/** By what may fail it. */
function fallible(problem: Case): ReturnType<Maker> {
  const { path, step } = problem;
  const byFlaw: Readonly<Record<string, () => readonly (Fix | null)[]>> = {
    'fallible.otherwise': () => otherwise(problem),
    'fallible.receive': () => [removing([...path, 'timeout'])],
    'fallible.timeout': () => [removing([...path, 'timeout'])],
    'fallible.retry': () => [fix('fixes.do.retryAll', {}, (draft) => retryAll(draft, path))],
    'fallible.signal': () => [catching(problem, 'signal')],
    'fallible.child': () => [catching(problem, 'child')],
    'fallible.limit': () => [noLimit(problem)],
  };
  return [...(byFlaw[partOf(problem, 'hint') ?? '']?.() ?? []), step ? beforePivot(problem) : null];
}

function retryAll(draft: EditableObject, path: Path): void {
  const rules = objectAt(draft, path)?.retry;
  for (const rule of Array.isArray(rules) ? rules : []) if (isEditableObject(rule)) delete rule.nonRetryable;
}

function catching({ path, document }: Case, error: string): Fix {
  const held = readAt(document, [...path, 'catch']);
  const clauses = Array.isArray(held) ? held.length : 0;
  return fix('fixes.do.catch', { name: error }, (draft) => {
    const step = objectAt(draft, path);
    if (!step) return;
    const clause = { errors: [error], ...(typeof step.next === 'string' ? { next: step.next } : {}) };
    if (clauses > 0 && Array.isArray(step.catch)) step.catch.push(clause);
    else step.catch = [clause];
  });
}

/** Where the limit is the workflow's own default, it is taken from there. */
function noLimit(problem: Case): Fix | null {
  const { path, document, diagnostic } = problem;
  const hint = diagnostic.says?.values['hint'];
  const limit = typeof hint === 'object' ? hint.values['field'] : null;
  const field = typeof limit === 'string' ? limit : '';
  const places: readonly Path[] = [
    [...path, 'timeouts', field],
    ['defaults', 'timeouts', field],
  ];
  const held = places.filter((place) => readAt(document, place) !== undefined);
  if (held.length === 0) return null;
  return fix('fixes.do.remove', { name: field }, (draft) => {
    for (const place of held) writeAt(draft, place, undefined);
  });
}

/** What may fail comes before the point of no return, where the saga can still go back. */
function beforePivot(problem: Case): Fix | null {
  const { step, document } = problem;
  const pivot = said(problem, 'pivot');
  const entry = step && pivot !== null && findStep(document as EditableObject, pivot);
  if (!step || !entry || pivot === null || entry.holder.key !== step.block || step.type === 'choice') return null;
  return fix('fixes.do.beforePivot', { name: step.label }, (draft) => {
    const moved = takeOut(draft, step.id);
    const target = findStep(draft, pivot);
    if (!moved || !target) return;
    const { block } = target.holder;
    redirect(block, pivot, step.id);
    const plain = JSON.parse(JSON.stringify(moved)) as EditableObject;
    setTarget(plain, 'next', pivot);
    stepsOf(block)[step.id] = plain;
  });
}
