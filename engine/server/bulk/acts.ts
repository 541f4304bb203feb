import type { BulkAction } from '../../contract/bulk.ts';
import { RUN_STATUSES, type RunsFilter } from '../../contract/runs-filter.ts';
import type { RunSummary } from '../../contract/types.ts';
import type { Outcome } from '../../runtime/index.ts';
import type { NodeEngine } from '../../node/index.ts';
import type { Removed } from '../../node/removeRun.ts';

/** On whose word, and why. */
export interface ActingAs {
  readonly by: string;
  readonly why: string | undefined;
  /** Of the job: what it starts is found again when it is done twice. */
  readonly job: string;
}

/** Null: it was done; else why not. */
export type Refusal = string | null;

const OPEN = ['running', 'suspended', 'paused'] as const;
const ENDED = RUN_STATUSES.filter((status) => !OPEN.some((open) => open === status));

/** What of a filter it can be done to. */
export function applicable(action: BulkAction, filter: RunsFilter): RunsFilter {
  if (action === 'retry') return { ...filter, waiting: true };
  const able: readonly (typeof RUN_STATUSES)[number][] = action === 'cancel' || action === 'terminate' ? OPEN : ENDED;
  const { statuses = able } = filter;
  return { ...filter, statuses: statuses.filter((status) => able.includes(status)) };
}

/** The same of a run as it is. */
export function applies(action: BulkAction, { endedAt, attention }: RunSummary): boolean {
  if (action === 'retry') return attention > 0;
  return (action === 'cancel' || action === 'terminate') === (endedAt === null);
}

type Act = (engine: NodeEngine, runId: string, as: ActingAs) => Promise<Refusal>;

export const acts: Readonly<Record<BulkAction, Act>> = {
  cancel: async (engine, runId, { by, why }) => refusalOf(await engine.command(runId, { type: 'cancel', by, why })),
  terminate: async (engine, runId, { by, why }) =>
    refusalOf(await engine.command(runId, { type: 'terminate', by, why })),
  retry,
  again,
  // oxlint-disable-next-line typescript/require-await -- as the others
  delete: async (engine, runId) => removals[engine.remove(runId)],
};

function refusalOf(outcome: Outcome): Refusal {
  return outcome.kind === 'accepted' ? null : outcome.reason;
}

const removals: Readonly<Record<Removed, Refusal>> = {
  removed: null,
  absent: null, // what was to be gone is
  open: 'It is still open: cancel or terminate it first.',
  newest: 'It is the latest run, whose number must stay: delete it once another one has been started.',
};

interface Stuck {
  readonly kind: 'step' | 'undo';
  readonly path: string;
  readonly visit: number;
}

async function retry(engine: NodeEngine, runId: string, { by, why }: ActingAs): Promise<Refusal> {
  const stuck = engine.reader.database
    .prepare<[string], Stuck>(
      `SELECT kind, path, visit FROM main.attention JOIN main.runs USING (run) WHERE run_id = ?
       ORDER BY since, path, visit`,
    )
    .all(runId);
  if (stuck.length === 0) return 'Nothing of it waits for a person.';
  for (const { kind, path, visit } of stuck) {
    const type = kind === 'step' ? 'retryStep' : 'undoRetry';
    const refusal = refusalOf(await engine.command(runId, { type, path, visit, by, why }));
    if (refusal !== null) return refusal;
  }
  return null;
}

/** A new run of the definition that this one is of. Its id is made of both, so that it is started once. */
async function again(engine: NodeEngine, runId: string, { by, job }: ActingAs): Promise<Refusal> {
  const run = engine.reader.run(runId);
  if (run === null) return `There is no run ${runId}.`;
  if (run.endedAt === null) return 'It is still open.';
  const [started] = engine.reader.history(runId, 0, 1).items;
  const definition = engine.reader.definition(run.hash);
  if (started?.type !== 'RunStarted' || definition === null) return 'How it began cannot be read any more.';
  const { input, config } = started;
  const outcome = await engine.start({
    definition,
    hash: run.hash,
    input,
    config,
    by,
    runId: `${runId}.${job}`,
    reuse: 'useExisting',
  });
  return refusalOf(outcome);
}
