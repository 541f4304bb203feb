/**
 * What became of a step, by its spans. Where the engine made them, they say it themselves. Spans from elsewhere say less: one that begins
 * after one that failed is taken for the next attempt, and one after a success for the next visit.
 */
import type { StepSpan } from './spans.ts';

export interface Visit {
  readonly path: string;
  readonly visit: number;
  readonly status:
    | 'running'
    | 'waiting'
    | 'retrying'
    | 'stuck'
    | 'completed'
    | 'failed'
    | 'caught'
    | 'cancelled'
    | 'skipped';
  readonly start: number;
  readonly end: number | null;
  readonly attempts: number;
  readonly errorType: string | null;
  readonly undo: 'none' | 'running' | 'stuck' | 'done' | 'failed' | 'skipped';
  readonly undoAttempts: number;
  readonly undoErrorType: string | null;
  /** Epoch ms at which its undo began; null where none has. */
  readonly undoStart: number | null;
}

export function visitsOf(spans: readonly StepSpan[]): readonly Visit[] {
  const made = spans.filter(({ role }) => role !== null);
  return made.length > 0 ? [...grouped(made).values()].flatMap(ownVisit) : foreignVisits(spans);
}

function grouped(spans: readonly StepSpan[]): ReadonlyMap<string, readonly StepSpan[]> {
  return Map.groupBy(spans, ({ path, visit }) => `${path}#${visit}`);
}

/** From the spans of one visit; a step still open when it was exported has only what has ended of it. */
function ownVisit(spans: readonly StepSpan[]): readonly Visit[] {
  const forward = spans.filter(({ undo }) => !undo);
  const back = spans.filter(({ undo }) => undo);
  const step = forward.find(({ role }) => role === 'step');
  const first = step ?? forward[0] ?? back[0];
  if (!first) return [];
  const attempts = forward.filter(({ role }) => role === 'attempt');
  return [
    {
      path: first.path,
      visit: first.visit,
      status: step && step.end !== null ? endedAs(step) : goingOnAs(forward),
      start: first.start,
      end: step?.end ?? null,
      attempts: attempts.length,
      errorType: step?.errorType ?? attempts.at(-1)?.errorType ?? null,
      ...undoOf(back),
    },
  ];
}

const statuses = ['completed', 'failed', 'caught', 'cancelled', 'skipped'] as const;

function endedAs({ status, failed }: StepSpan): Visit['status'] {
  if (status === 'abandoned') return 'cancelled';
  return statuses.find((known) => known === status) ?? (failed ? 'failed' : 'completed');
}

function goingOnAs(spans: readonly StepSpan[]): Visit['status'] {
  const wait = spans.findLast(({ role }) => role === 'wait');
  if (wait?.end !== null || !wait) return 'running';
  return wait.waitsFor === 'person' ? 'stuck' : wait.waitsFor === 'retry' ? 'retrying' : 'waiting';
}

type Undone = Pick<Visit, 'undo' | 'undoAttempts' | 'undoErrorType' | 'undoStart'>;

function undoOf(back: readonly StepSpan[]): Undone {
  const [first] = back;
  if (!first) return { undo: 'none', undoAttempts: 0, undoErrorType: null, undoStart: null };
  const whole = back.find(({ role }) => role === 'undo');
  const attempts = back.filter(({ role }) => role === 'attempt');
  const undo = whole && whole.end !== null ? undoneAs(whole) : goingOnAs(back) === 'stuck' ? 'stuck' : 'running';
  return {
    undo,
    undoAttempts: attempts.length,
    undoErrorType: undo === 'done' ? null : (whole?.errorType ?? attempts.at(-1)?.errorType ?? null),
    undoStart: first.start,
  };
}

function undoneAs({ status, failed }: StepSpan): Visit['undo'] {
  if (status === 'skipped') return 'skipped';
  return failed ? 'failed' : 'done';
}

function foreignVisits(spans: readonly StepSpan[]): readonly Visit[] {
  const visits: { readonly spans: StepSpan[] }[] = [];
  for (const span of spans.filter(({ undo }) => !undo)) {
    const before = visits.at(-1)?.spans.at(-1);
    if (before?.failed === true && before.end !== null && before.end <= span.start) visits.at(-1)?.spans.push(span);
    else visits.push({ spans: [span] });
  }
  const back = spans.filter(({ undo }) => undo);
  return visits.flatMap(({ spans: tries }, index) => {
    const [first] = tries;
    const last = tries.at(-1);
    if (!first || !last) return [];
    const isLast = index === visits.length - 1;
    return [
      {
        path: first.path,
        visit: index + 1,
        status: last.end === null ? ('running' as const) : endedAs(last),
        start: first.start,
        end: last.end,
        attempts: tries.length,
        errorType: last.failed ? (last.errorType ?? 'error') : null,
        ...foreignUndo(isLast ? back : []),
      },
    ];
  });
}

function foreignUndo(back: readonly StepSpan[]): Undone {
  const last = back.at(-1);
  const [first] = back;
  if (!first || !last) return undoOf([]);
  return {
    undo: last.end === null ? 'running' : last.failed ? 'failed' : 'done',
    undoAttempts: back.length,
    undoErrorType: last.failed ? last.errorType : null,
    undoStart: first.start,
  };
}
