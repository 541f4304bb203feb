import { isObject } from '@sagaloom/engine/core';
import { isEditableObject, renameKey } from '../document/draft.ts';
import {
  type BlockEntry,
  type Draft,
  type EditableObject,
  findStep,
  freshId,
  idPattern,
  moveInto,
  outlineOf,
  type Path,
  portsOf,
  readAt,
  removeSteps,
  type StepEntry,
  takenIds,
  targetOf,
  writeAt,
} from '../document/index.ts';
import { redirect, setStart, stepsOf } from '../document/operations/blocks.ts';
import { asName } from '../document/operations/rename.ts';
import { setTarget } from '../document/ports.ts';
import {
  type Case,
  copied,
  didYouMean,
  fix,
  type Fix,
  lastOf,
  type Maker,
  nameOf,
  objectAt,
  partOf,
  remove,
  removing,
  said,
  set,
  setting,
} from './fix.ts';

/** Ids, connections, and what each type of step asks for. */
export const flowFixes = {
  STEP_DUPLICATE: ({ path, document }) => {
    const from = lastOf(path);
    const to = freshId(from, takenIds(outlineOf(document)));
    return [fix('fixes.do.rename', { name: to }, (draft) => renameHere(draft, path, to))];
  },
  STEP_NOT_FOUND: notFound,
  STEP_UNREACHABLE: unreachable,
  BLOCK_EMPTY: ({ path, document }) => {
    const id = freshId('log', takenIds(outlineOf(document)));
    return [
      fix('fixes.do.addStep', { name: id }, (draft) => {
        const block = path.length === 0 ? draft : objectAt(draft, path);
        if (!block) return;
        stepsOf(block)[id] = { type: 'task', activity: 'log' };
        setStart(block, id);
      }),
    ];
  },
  CYCLE_INSTANT: ({ step, document }) => {
    if (!step) return [];
    const id = freshId('wait', takenIds(outlineOf(document)));
    const next = targetOf(step.step, 'next');
    return [
      fix(
        'fixes.do.addWait',
        {},
        (draft) => {
          const found = findStep(draft, step.id);
          if (!found) return;
          stepsOf(found.holder.block)[id] = { type: 'wait', for: '1s', ...(next === null ? {} : { next }) };
          setTarget(found.step, 'next', id);
        },
        { show: [...step.path.slice(0, -1), id, 'for'] },
      ),
    ];
  },
  CHOICE_NO_OTHERWISE: otherwise,
  PARALLEL_EMPTY: ({ path, document }) => {
    const id = freshId('log', takenIds(outlineOf(document)));
    const block = { start: id, steps: { [id]: { type: 'task', activity: 'log' } } };
    return [fix('fixes.do.addBranch', {}, set([...path, 'branches'], { first: block }))];
  },
  JOIN_TOO_LARGE: (problem) => [setting(problem.path, Number(said(problem, 'branches') ?? 1), { isSafe: true })],
  WAIT_AMBIGUOUS: (problem) =>
    partOf(problem) === 'WAIT_AMBIGUOUS.both'
      ? oneOfTwo(problem.path, ['until'], ['for'])
      : [setting([...problem.path, 'for'], '1m', { show: [...problem.path, 'for'] })],
  SUCCEED_MISPLACED: ({ step, document }) => (step ? [endBlock(step, document)] : []),
  CONTINUE_MISPLACED: ({ step, document }) => {
    const outermost = step && outlineOf(document).steps.get(step.path[1] ?? '');
    if (!step || !outermost) return [];
    return [
      fix('fixes.do.toTop', { name: step.label }, (draft) => {
        moveInto(draft, [step.id], '');
        const holder = findStep(draft, outermost.id)?.step;
        if (holder && targetOf(outermost.step, 'next') === null) setTarget(holder, 'next', step.id);
      }),
    ];
  },
  MAP_ITEMS: ({ path, value }) => [
    fix('fixes.do.asList', {}, set(path, [copied(value ?? null)])),
    setting(path, '{% input.items %}', { show: path }),
  ],
  EMIT_AMBIGUOUS: (problem) => {
    const { path } = problem;
    const to = fix('fixes.do.addField', { name: 'to' }, set([...path, 'to'], '{% input.run %}'), {
      show: [...path, 'to'],
    });
    if (partOf(problem) === 'EMIT_AMBIGUOUS.to') return [to];
    if (partOf(problem) === 'EMIT_AMBIGUOUS.event') return [removing([...path, said(problem, 'field') ?? ''])];
    if (partOf(problem) === 'EMIT_AMBIGUOUS.both') return oneOfTwo(path, ['signal', 'to', 'key'], ['event']);
    const event = [...path, 'event'];
    return [fix('fixes.do.addField', { name: 'event' }, set(event, 'event'), { show: event })];
  },
  EMIT_TARGET: ({ path }) => [setting(path, '{% input.run %}', { show: path })],
  RECEIVE_NO_TIMEOUT: ({ path }) => {
    const timeout = [...path.slice(0, -1), 'timeout'];
    return [fix('fixes.do.addTimeLimit', { duration: '1h' }, set(timeout, '1h'), { show: timeout }), removing(path)];
  },
  SIGNAL_UNDECLARED: (problem) => {
    const name = said(problem, 'name') ?? '';
    return [near(problem), fix('fixes.do.declareSignal', { name }, set(['signals', name], {}), { isSafe: true })];
  },
  ACTIVITY_UNKNOWN: (problem) => [near(problem)],
  ACTIVITY_INPUT: input,
} as const satisfies Readonly<Record<string, Maker>>;

export function near(problem: Case): Fix | null {
  const meant = said(problem, 'near');
  return meant === null ? null : didYouMean(meant, set(problem.path, meant));
}

/** Where two things exclude each other. */
export function oneOfTwo(path: Path, first: readonly string[], second: readonly string[]): readonly Fix[] {
  return [first, second].map((names) =>
    fix('fixes.do.remove', { name: names.join(', ') }, (draft) => {
      for (const name of names) remove([...path, name])(draft);
    }),
  );
}

/** The step at this very place: another one has its id. */
function renameHere(draft: EditableObject, path: Path, to: string): void {
  const from = lastOf(path);
  const block = path.length === 2 ? draft : objectAt(draft, path.slice(0, -2));
  const steps = block && objectAt(draft, path.slice(0, -1));
  if (!steps) return;
  const step = steps[from];
  if (isEditableObject(step) && step.next === from) step.next = to;
  renameKey(steps, from, to);
  redirect(block, from, to);
}

function notFound(problem: Case): ReturnType<Maker> {
  const { path } = problem;
  const id = said(problem, 'id') ?? '';
  const meant = said(problem, 'near');
  const isStart = partOf(problem, 'what') === 'target.start';
  const block = blockOf(problem, isStart);
  const [first] = block?.stepIds ?? [];
  const isNew = partOf(problem, 'why') === 'target.missing' && idPattern.test(id);
  return [
    near(problem),
    isStart && first !== undefined && first !== meant ? fix('fixes.do.start', { name: first }, set(path, first)) : null,
    isStart ? null : fix('fixes.do.endHere', { name: nameOf(path) }, remove(path)),
    isNew && block
      ? fix('fixes.do.addStep', { name: id }, (draft) => {
          writeAt(draft, [...block.path, 'steps', id], { type: 'task', activity: 'log' });
        })
      : null,
  ];
}

function blockOf({ path, step, document }: Case, isStart: boolean): BlockEntry | null {
  const { blocks } = outlineOf(document);
  if (!isStart) return (step && blocks.get(step.block)) ?? null;
  const at = path.slice(0, -1).join('/');
  return [...blocks.values()].find((block) => block.path.join('/') === at) ?? null;
}

/** After the last step that leads nowhere yet, else before all others. */
function unreachable({ step, document }: Case): ReturnType<Maker> {
  const block = step && outlineOf(document).blocks.get(step.block);
  if (!step || !block) return [];
  const last = lastOpen(block, step, document);
  const connected = last
    ? fix('fixes.do.connectAfter', { name: last.label }, (draft) => {
        const found = findStep(draft, last.id)?.step;
        if (found) setTarget(found, 'next', step.id);
      })
    : fix('fixes.do.putFirst', { name: step.label }, (draft) => {
        const found = findStep(draft, step.id);
        if (!found) return;
        const isOpen = portsOf(step.step).includes('next') && targetOf(step.step, 'next') === null;
        if (isOpen) setTarget(found.step, 'next', block.start);
        setStart(found.holder.block, step.id);
      });
  return [connected, fix('fixes.do.removeStep', { name: step.label }, (draft) => removeSteps(draft, [step.id]))];
}

function lastOpen(block: BlockEntry, { id }: StepEntry, document: Draft): StepEntry | null {
  const { steps } = outlineOf(document);
  const reached = new Set(block.start === null ? [] : [block.start]);
  for (const at of reached) {
    const entry = steps.get(at);
    for (const port of entry ? portsOf(entry.step) : []) {
      const to = entry && targetOf(entry.step, port);
      if (to !== null && to !== undefined && block.stepIds.includes(to)) reached.add(to);
    }
  }
  const open = [...reached].filter((at) => {
    const entry = steps.get(at);
    return at !== id && entry && portsOf(entry.step).includes('next') && targetOf(entry.step, 'next') === null;
  });
  return steps.get(open.at(-1) ?? '') ?? null;
}

/** On to where the last branch leads, or to the end of the block. */
export function otherwise({ step, document }: Case): ReturnType<Maker> {
  if (!step) return [];
  const targets = portsOf(step.step).flatMap((port) => targetOf(step.step, port) ?? []);
  const target = targets.at(-1);
  const id = freshId('otherwise', takenIds(outlineOf(document)));
  return [
    target === undefined ? null : fix('fixes.do.otherwise', { name: target }, set([...step.path, 'otherwise'], target)),
    fix('fixes.do.otherwiseEnd', {}, (draft) => {
      const found = findStep(draft, step.id);
      if (!found) return;
      stepsOf(found.holder.block)[id] = { type: 'set', assign: {} };
      setTarget(found.step, 'otherwise', id);
    }),
  ];
}

/** Without the step its block ends there; a block needs one, though. */
function endBlock(step: StepEntry, document: Draft): Fix {
  const isOnly = outlineOf(document).blocks.get(step.block)?.stepIds.length === 1;
  return fix('fixes.do.endBlock', { name: step.label }, (draft) => {
    if (isOnly) writeAt(draft, step.path, { type: 'set', assign: {} });
    else removeSteps(draft, [step.id]);
  });
}

function input(problem: Case): ReturnType<Maker> {
  const { path, document } = problem;
  const absent = said(problem, 'missing');
  if (absent !== null) {
    const place = [...path, absent];
    const source = `{% input.${asName(absent)} %}`;
    const isObjectThere = isObject(readAt(document, path)) || readAt(document, path) === undefined;
    return [isObjectThere ? fix('fixes.do.fromInput', { name: absent }, set(place, source), { show: place }) : null];
  }
  if (said(problem, 'keyword') !== 'false') return [];
  const [, meant] = /; (\S+) may be meant/.exec(said(problem, 'problem') ?? '') ?? [];
  const owner = path.slice(0, -1);
  const isFree = meant !== undefined && readAt(document, [...owner, meant]) === undefined;
  return [
    isFree
      ? didYouMean(meant, (draft) => {
          const holder = objectAt(draft, owner);
          if (holder) renameKey(holder, lastOf(path), meant);
        })
      : null,
    removing(path),
  ];
}
