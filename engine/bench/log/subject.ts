import { join } from 'node:path';
import { cpuSeconds } from '../measure/process.ts';
import type { Subject } from '../measure/under-load.ts';
import { BRANCHES, type Shape, STEPS } from '../workload.ts';
import { type EventLog, eventLog } from './event-log.ts';

/** W1 and W2 by hand. */
export async function onLog<T>(shape: Shape, folder: string, measure: (subject: Subject) => Promise<T>): Promise<T> {
  const log = eventLog(join(folder, 'log.db'));
  let runs = 0;
  const run = async (): Promise<void> => {
    runs += 1;
    await shapes[shape](log, runs);
  };
  try {
    return await measure({ run, cpuSeconds });
  } finally {
    log.close();
  }
}

const shapes: Readonly<Record<Shape, (log: EventLog, run: number) => Promise<void>>> = {
  async chain(log, run) {
    for (let step = 1; step <= STEPS; step += 1) await log.append(run, step);
  },
  async fanOut(log, run) {
    await Promise.all(Array.from({ length: BRANCHES }, (_, branch) => log.append(run, branch)));
    await log.append(run, BRANCHES); // the join
  },
};
