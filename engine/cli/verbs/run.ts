import path from 'node:path';
import { activitiesIn, type Workforce } from '../../activities/index.ts';
import type { ExitCode } from '../codes.ts';
import { durableHost, virtualHost } from '../run/host.ts';
import { namedWorkflow } from '../run/named.ts';
import { planRun, type RunOptions } from '../run/plan.ts';
import { play } from '../run/play.ts';
import { fail, say } from '../terminal.ts';
import { workforceIn } from '../workforce.ts';

/** Time for attempts under way to answer when the run is left open. */
const GRACE_MS = 2_000;

export async function run(given: string, options: RunOptions): Promise<ExitCode> {
  const named = namedWorkflow(given);
  if (!named.ok) return fail(named);
  const { file, sample } = named.value;
  const isSampled = sample !== null && options.input === undefined && options.id === undefined;
  if (isSampled) say(`${file}, with ${sample}`);
  const workforce = await workforceIn(path.dirname(file));
  try {
    return await runWith(workforce, file, isSampled ? { ...options, input: `@${sample}` } : options);
  } finally {
    await workforce.close();
  }
}

async function runWith(workforce: Workforce, file: string, options: RunOptions): Promise<ExitCode> {
  const plan = await planRun(file, options, workforce.infos());
  if (!plan.ok) return fail(plan);
  const { mocks, begin, workflows, sources, secrets } = plan.value;
  const carriesOn = begin.kind === 'carryOn' ? begin.run.runId : undefined;
  const mocksOnly = options.mocksOnly === true;
  const hostOptions = { workforce, mocks, mocksOnly, carriesOn, workflows, sources, secrets };
  if (!options.mocksOnly) await workforce.warmUp?.(activitiesIn(plan.value.compiled.definition));
  const host = await (options.virtualTime ? virtualHost(hostOptions) : durableHost(options.db, hostOptions));
  try {
    return await play(host, plan.value, options);
  } finally {
    await host.close(GRACE_MS);
  }
}
