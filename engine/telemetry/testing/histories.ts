import * as fc from 'fast-check';
import type { Failure, Place, Recorded, RunEvent, StepDetail, StepType } from '../../core/index.ts';

/** Histories made by hand, where a test wants to say exactly what happened. Each event is `[ms after the last one, event]`. */
export function recorded(
  events: readonly (readonly [number, RunEvent])[],
  from = 1_700_000_000_000,
): readonly Recorded[] {
  let at = from;
  return events.map(([wait, event], index) => ({ ...event, seq: index + 1, at: (at += wait) }));
}

export const place = (path: string, visit = 1): Place => ({ path, visit });

export const runStarted = (runId = 'run-1', traceparent: string | null = null): RunEvent => ({
  type: 'RunStarted',
  runId,
  runKey: runId,
  workflow: 'order',
  hash: 'f'.repeat(64),
  semantics: 1,
  seed: 'seed',
  input: { secret: 'payload' },
  config: {},
  variables: {},
  deadline: null,
  traceparent,
});

export const started = (id: string, frame: string, detail: StepDetail, stepType: StepType = 'task'): RunEvent => ({
  type: 'StepStarted',
  ...place(id),
  id,
  stepType,
  frame,
  detail,
});

export const http = (id: string, url = `http://shop.test/${id}`): StepDetail => ({
  kind: 'task',
  activity: 'http',
  with: { method: 'POST', url, body: { secret: 'payload' } },
  readOnly: false,
});

const completed = (id: string, entry = true): RunEvent => ({
  type: 'StepCompleted',
  ...place(id),
  output: { status: 201, headers: {}, body: { secret: 'payload' } },
  assigned: {},
  entry: entry ? { outcome: 'done', undo: { kind: 'ready', with: {} } } : null,
});

export const tooMany: Failure = {
  type: 'http.429',
  message: 'Too Many Requests',
  details: { status: 429, body: null },
};

export const attemptFailed = (id: string, attempt: number, retryAt: number | null, undo = false): RunEvent => ({
  type: 'AttemptFailed',
  ...place(id),
  attempt,
  undo,
  error: tooMany,
  effect: 'none',
  rule: retryAt === null ? null : 0,
  retryAt,
});

const retried = (id: string, attempt: number, undo = false): RunEvent => ({
  type: 'AttemptStarted',
  ...place(id),
  attempt,
  undo,
});

/** The order of the pictures: reserved, charged, three times no shipment, refunded, released. */
export function compensatedOrder(runId = 'run-1', traceparent: string | null = null): readonly Recorded[] {
  return recorded([
    [0, runStarted(runId, traceparent)],
    [
      12,
      {
        type: 'StepPassed',
        ...place('check'),
        id: 'check',
        stepType: 'choice',
        frame: '',
        assigned: {},
        next: 'place',
        branch: 0,
      },
    ],
    [0, started('place', '', { kind: 'composite', blocks: ['body'], deadline: null }, 'saga')],
    [10, started('reserve', 'place#1/body', http('reserve'))],
    [256, completed('reserve')],
    [5, started('charge', 'place#1/body', http('charge'))],
    [344, completed('charge')],
    [5, started('ship', 'place#1/body', http('ship'))],
    [180, attemptFailed('ship', 1, 300)],
    [130, retried('ship', 2)],
    [180, attemptFailed('ship', 2, 600)],
    [190, retried('ship', 3)],
    [150, attemptFailed('ship', 3, null)],
    [0, { type: 'StepFailed', ...place('ship'), error: tooMany, outcome: 'none', entry: null, caught: null }],
    [
      5,
      {
        type: 'CompensationStarted',
        frame: 'place#1/body',
        error: tooMany,
        order: 'reverse',
        onFailure: 'suspend',
        entries: [place('charge'), place('reserve')],
      },
    ],
    [231, { type: 'UndoCompleted', ...place('charge'), attempt: 1, output: null }],
    [100, attemptFailed('reserve', 1, 200, true)],
    [80, retried('reserve', 2, true)],
    [102, { type: 'UndoCompleted', ...place('reserve'), attempt: 2, output: null }],
    [0, { type: 'CompensationEnded', frame: 'place#1/body', error: tooMany, undone: 2, left: [] }],
    [0, { type: 'StepFailed', ...place('place'), error: tooMany, outcome: 'none', entry: null, caught: null }],
    [3, { type: 'RunEnded', status: 'compensated', output: null, error: tooMany, left: [] }],
  ]);
}

/** What a random step does: its failed attempts, whether it ends well, and, of a saga, what is in it. */
interface Plan {
  readonly failures: number;
  readonly ends: 'completed' | 'failed' | 'cancelled';
  readonly inside: readonly Plan[] | null;
  readonly parallel: boolean;
}

const plan: fc.Arbitrary<Plan> = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.record({
    failures: fc.nat(3),
    ends: fc.constantFrom('completed', 'completed', 'failed', 'cancelled'),
    inside: fc.option(fc.array(tie('plan'), { minLength: 1, maxLength: 4 }), { depthSize: 'small', maxDepth: 3 }),
    parallel: fc.boolean(),
  }),
})).plan;

/** Legal histories of all shapes, cut off anywhere: most runs are seen while they are open. */
export const anyHistory: fc.Arbitrary<readonly Recorded[]> = fc
  .tuple(
    fc.array(plan, { minLength: 1, maxLength: 5 }),
    fc.nat(),
    fc.array(fc.nat(500), { minLength: 1, maxLength: 20 }),
  )
  .map(([plans, cut, gaps]) => {
    const events = [runStarted(), ...new Author().block(plans, ''), ended];
    const whole = recorded(events.map((event, n) => [gaps[n % gaps.length] ?? 0, event] as const));
    return cut % 3 === 0 ? whole : whole.slice(0, 1 + (cut % whole.length));
  });

const ended: RunEvent = { type: 'RunEnded', status: 'failed', output: null, error: tooMany, left: [] };

class Author {
  #count = 0;

  block(plans: readonly Plan[], frame: string): RunEvent[] {
    return plans.flatMap((each) => this.#step(each, frame));
  }

  #step(each: Plan, frame: string): RunEvent[] {
    const id = `s${++this.#count}`;
    if (each.inside) return this.#saga(id, each, each.inside, frame);
    const tries = Array.from({ length: each.failures }, (_, n) => [attemptFailed(id, n + 1, 1), retried(id, n + 2)]);
    return [started(id, frame, http(id)), ...tries.flat(), ending(id, each)];
  }

  #saga(id: string, each: Plan, inside: readonly Plan[], frame: string): RunEvent[] {
    const body = `${id}#1/body`;
    const events = this.block(inside, body);
    const done = events.flatMap((event) => (event.type === 'StepCompleted' && event.entry ? [place(event.path)] : []));
    const open = [started(id, frame, { kind: 'composite', blocks: ['body'], deadline: null }, 'saga'), ...events];
    const undone = new Set(events.flatMap((event) => (event.type === 'UndoCompleted' ? [event.path] : [])));
    const entries = done.filter(({ path }) => !undone.has(path)).toReversed();
    if (each.ends === 'completed' || entries.length === 0) return [...open, { ...completed(id, false) }];
    const order = each.parallel ? ('parallel' as const) : ('reverse' as const);
    return [
      ...open,
      { type: 'CompensationStarted', frame: body, error: tooMany, order, onFailure: 'suspend', entries },
      ...entries.flatMap(({ path }, n) => undoing(path, (each.failures + n) % 3)),
      { type: 'CompensationEnded', frame: body, error: tooMany, undone: entries.length, left: [] },
      { type: 'StepFailed', ...place(id), error: tooMany, outcome: 'none', entry: null, caught: null },
    ];
  }
}

function ending(id: string, { ends }: Plan): RunEvent {
  if (ends === 'completed') return completed(id);
  if (ends === 'cancelled') return { type: 'StepCancelled', ...place(id), outcome: 'unknown', entry: null };
  return {
    type: 'StepFailed',
    ...place(id),
    error: tooMany,
    outcome: 'unknown',
    entry: null,
    caught: { clause: 0, next: null, assigned: {} },
  };
}

function undoing(id: string, failures: number): RunEvent[] {
  const tries = Array.from({ length: failures }, (_, n) => [
    attemptFailed(id, n + 1, 1, true),
    retried(id, n + 2, true),
  ]);
  return [...tries.flat(), { type: 'UndoCompleted', ...place(id), attempt: failures + 1, output: null }];
}
