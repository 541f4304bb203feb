import type { NodeEngine } from '../../node/index.ts';
import type { Compiled } from './definitions.ts';

export async function startRun(engine: NodeEngine, compiled: Compiled, runId?: string): Promise<string> {
  const outcome = await engine.start({ ...compiled, input: null, config: {}, by: 'bench', runId });
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  return outcome.entry.runId;
}

/** From start to end; a run that ends in another way is no measurement. */
export async function completeRun(engine: NodeEngine, compiled: Compiled): Promise<void> {
  const end = await engine.settled(await startRun(engine, compiled));
  if (end?.status !== 'completed') throw new Error(`the run ended ${end?.status ?? 'never'}`);
}

const IN_FLIGHT = 256;

/** So many, many at a time. */
export async function startMany(count: number, start: () => Promise<unknown>): Promise<void> {
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      await start();
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}
