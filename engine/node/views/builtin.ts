import type { Projection } from '../projection.ts';
import { attributesProjection } from './attributes.ts';
import { ledgerProjection } from './ledger.ts';
import { OpenRuns } from './openRuns.ts';
import { runListProjection } from './runList.ts';
import { tasksProjection } from './tasks.ts';
import { timersProjection } from './timers.ts';
import { usedDefinitionsProjection } from './usedDefinitions.ts';

/** The read models every database has, beside the index of runs, which is written with each append. */
export function builtinProjections(): readonly Projection[] {
  const open = new OpenRuns();
  return [
    tasksProjection(open),
    timersProjection(open),
    ledgerProjection(open),
    attributesProjection(),
    usedDefinitionsProjection(),
    runListProjection(),
  ];
}
