import { onTestFinished } from 'vitest';
import { createRouterClient } from '@orpc/server';
import type { SpanRecord } from '../../../contract/types.ts';
import { readTrace } from '../../../telemetry/read-trace.ts';
import { testFolder } from '../../../node/testing/folder.ts';
import { createEngineHost, type EngineHost } from '../../host.ts';
import { makeWorkspace, saga } from '../../testing/place.ts';
import { wholeHistory } from '../../whole-history.ts';

export const task = (more: object = {}) => ({
  type: 'task',
  activity: 'log',
  with: { message: 'done' },
  compensate: { activity: 'log', with: { message: 'undone' } },
  ...more,
});

/** Reserves, charges, fails, and undoes both. */
export const compensated = saga({
  name: 'order',
  start: 'place',
  steps: {
    place: {
      type: 'saga',
      start: 'reserve',
      steps: {
        reserve: task({ next: 'charge' }),
        charge: task({ next: 'ship' }),
        ship: { type: 'fail', error: { type: 'shop.closed', message: 'Closed today.' } },
      },
    },
  },
});

/** A host in a workspace of its own, with these variables and a state folder of its own. */
export async function exporting(
  variables: Record<string, string> = {},
  place?: string,
): Promise<{
  readonly host: EngineHost;
  readonly workspace: string;
  readonly env: Record<string, string>;
  readonly client: ReturnType<typeof clientOf>;
  readonly close: () => Promise<void>;
}> {
  const workspace = place ?? (await makeWorkspace());
  const env = {
    XDG_STATE_HOME: place === undefined ? testFolder() : `${workspace}/.state`,
    OTEL_BSP_SCHEDULE_DELAY: '20',
    ...variables,
  };
  const host = await createEngineHost({ workspace, database: '.sagaloom/runs.db', shop: null, env });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await host.close();
    isOpen = false;
  };
  onTestFinished(close);
  return { host, workspace, env, client: clientOf(host), close };
}

const clientOf = (host: EngineHost) => createRouterClient(host.router, { context: host.context });

/** Runs it to its end, and gives its id. */
export async function ran({ host, client }: Awaited<ReturnType<typeof exporting>>, document: string) {
  const { runId } = await client.runs.start({ document, input: null });
  await host.context.engine.settled(runId);
  return runId;
}

/** The spans of runs that have ended, by a fold of each history as a whole. */
export function closedSpans(host: EngineHost, runIds: readonly string[]): readonly SpanRecord[] {
  const { reader } = host.context.engine;
  return runIds.flatMap((runId) => readTrace(wholeHistory(reader, runId)).filter(({ endMs }) => endMs !== null));
}

/** As a set by id: what was sent twice has to be the same. */
export function byId(spans: readonly SpanRecord[]): ReadonlyMap<string, SpanRecord> {
  const all = new Map<string, SpanRecord>();
  for (const span of spans) {
    const known = all.get(span.spanId);
    if (known && JSON.stringify(known) !== JSON.stringify(span))
      throw new Error(`two spans have the id ${span.spanId}`);
    all.set(span.spanId, span);
  }
  return new Map([...all].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
