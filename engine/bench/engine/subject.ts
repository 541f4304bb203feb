import { cpuSeconds } from '../measure/process.ts';
import type { Subject } from '../measure/under-load.ts';
import type { Shape } from '../workload.ts';
import { chain, fanOut } from './definitions.ts';
import { openBenchEngine } from './host.ts';
import { completeRun } from './runs.ts';

/** W1 and W2 on the engine, projections included. */
export async function onEngine<T>(
  shape: Shape,
  database: string,
  measure: (subject: Subject) => Promise<T>,
): Promise<T> {
  const engine = await openBenchEngine(database);
  const compiled = shape === 'chain' ? chain() : fanOut();
  try {
    return await measure({ run: () => completeRun(engine, compiled), settle: () => engine.projected(), cpuSeconds });
  } finally {
    await engine.close();
  }
}
