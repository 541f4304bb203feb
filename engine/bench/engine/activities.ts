import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { completed, defineActivity } from '../../activities/activity.ts';
import { localActivities, noPlace, type WorkSource } from '../../activities/index.ts';
import type { Work } from '../../runtime/ports.ts';
import { openCode } from '../../workers/code/index.ts';
import type { Figures } from '../measure/figures.ts';
import { cpuSeconds, treeUse } from '../measure/process.ts';
import { underLoad } from '../measure/under-load.ts';

/** Where an activity that does nothing is done. */
export type Where = 'here' | 'code' | 'http';

const NAME = 'nothing';

const YIELD_EVERY = 1_000;

const source = `import { defineActivity } from 'sagaloom';
import { z } from 'zod';
export const nothing = defineActivity({
  name: '${NAME}', input: z.object({ n: z.number() }), output: z.object({ n: z.number() }), run: ({ n }) => ({ n }),
});
`;

/** So many attempts in flight, without an engine around them: what it costs to have one done there. */
export async function activities(where: Where, folder: string, inFlight: number, seconds: number): Promise<Figures> {
  const opened = await openAt(where, folder, inFlight);
  let n = 0;
  const run = async (): Promise<void> => {
    const result = await opened.perform(workOf((n += 1)), new AbortController().signal);
    if (result.kind === 'failed') throw new Error(result.error.message);
    if (n % YIELD_EVERY === 0) await setImmediate(); // what is done here waits for nothing: timers would never have their turn
  };
  try {
    const cpu = where === 'here' ? cpuSeconds : () => treeUse().cpuSeconds;
    return await underLoad({ inFlight, seconds, stepsPerRun: 1 }, { run, cpuSeconds: cpu });
  } finally {
    await opened.close();
  }
}

async function openAt(where: Where, folder: string, inFlight: number): Promise<WorkSource> {
  if (where === 'http') return (await import('./over-http.ts')).overHttp(NAME, inFlight);
  return where === 'here' ? local() : code(folder);
}

function local(): WorkSource {
  const shape = z.object({ n: z.number() });
  const about = { name: NAME, summary: '', docs: '', examples: [], category: 'general', icon: '' } as const;
  const nothing = defineActivity({ ...about, input: shape, output: shape, run: async ({ n }) => completed({ n }) });
  return localActivities(
    new Map([[NAME, nothing]]),
    () => {},
    () => ({ ok: true, place: noPlace }),
  );
}

async function code(folder: string): Promise<WorkSource> {
  await mkdir(path.join(folder, 'activities'), { recursive: true });
  await writeFile(path.join(folder, 'activities', 'nothing.ts'), source);
  const settings = { concurrency: availableParallelism() };
  return openCode({ workspace: folder, settings, logger: () => {}, reserved: new Set() });
}

const workOf = (n: number): Work => ({
  kind: 'attempt',
  id: `attempt:step#${n}:1`,
  path: 'step',
  visit: n,
  attempt: 1,
  undo: false,
  stepId: 'step',
  with: { n },
  key: 'key',
  cancel: false,
  activity: NAME,
  taskQueue: 'default',
  startedAt: 0,
  deadline: Number.MAX_SAFE_INTEGER,
  limit: 'startToClose',
  reportPickUp: false,
  heartbeatMs: null,
  heartbeat: null,
  run: { runId: 'run', runKey: 'run', workflow: 'bench', hash: 'hash', traceparent: null },
});
