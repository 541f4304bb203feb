import type { Place, Recorded } from '../../core/index.ts';

/**
 * Moments that are in the events but not in the view of a run: time limits of blocks and of the run, and when undos are tried again.
 * Time limits of attempts are in no event: they follow from the definition, and the engine's own index has them.
 */
export interface Limit extends Place {
  readonly kind: 'run' | 'block' | 'undo';
  /** Epoch ms. */
  readonly at: number;
}

export type Limits = ReadonlyMap<string, Limit>;

export const noLimits: Limits = new Map();

/** The same map while nothing changes. */
export function limitsAfter(before: Limits, events: readonly Recorded[]): Limits {
  let after: Map<string, Limit> | null = null;
  for (const event of events) {
    for (const [key, limit] of changesOf(event)) {
      if (limit === null && !(after ?? before).has(key)) continue;
      after ??= new Map(before);
      if (limit) after.set(key, limit);
      else after.delete(key);
    }
  }
  return after ?? before;
}

type Change = readonly [key: string, limit: Limit | null];

const RUN = 'run';
const runPlace: Place = { path: '', visit: 0 };
const keyOf = (kind: Limit['kind'], { path, visit }: Place): string => `${kind}:${path}#${visit}`;
const drop = (kind: Limit['kind'], place: Place): Change => [keyOf(kind, place), null];
const set = (kind: Limit['kind'], { path, visit }: Place, at: number | null): Change => [
  keyOf(kind, { path, visit }),
  at === null ? null : { kind, path, visit, at },
];

function changesOf(event: Recorded): readonly Change[] {
  switch (event.type) {
    case 'RunStarted':
      return event.deadline === null ? [] : [[RUN, { kind: 'run', ...runPlace, at: event.deadline }]];
    case 'CancelRequested':
    case 'RunTimedOut':
    case 'RunClosing':
      return [[RUN, null]];
    case 'StepStarted':
      return 'deadline' in event.detail ? [set('block', event, event.detail.deadline)] : [];
    case 'BlockRetried':
      return [set('block', event, event.deadline)];
    case 'BlockRetryScheduled':
    case 'BlockTimedOut':
    case 'FinallyStarted':
    case 'StepCompleted':
    case 'StepFailed':
    case 'StepCancelled':
      return [drop('block', event)];
    case 'AttemptFailed':
      return event.undo ? [set('undo', event, event.retryAt)] : [];
    case 'AttemptStarted':
      return event.undo ? [drop('undo', event)] : [];
    case 'UndoCompleted':
    case 'UndoStuck':
    case 'UndoFailed':
    case 'UndoSkipped':
      return [drop('undo', event)];
    case 'CompensationEnded':
      return event.left.map((place) => drop('undo', place));
    default:
      return [];
  }
}
