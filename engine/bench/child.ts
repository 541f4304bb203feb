/** One measurement in a process of its own: gets a `Task`, sends its `Figures`, and waits to be killed. It loads only what it measures. */
import { join } from 'node:path';
import type { Figures } from './measure/figures.ts';
import { peakRssMb, treeUse } from './measure/process.ts';
import { type Subject, underLoad } from './measure/under-load.ts';
import type { LoadTask, Task } from './task.ts';
import { BRANCHES, STEPS } from './workload.ts';

async function load(task: LoadTask): Promise<Figures> {
  const { on, shape, folder, inFlight, seconds, database = join(folder, 'runs.db') } = task;
  const stepsPerRun = shape === 'chain' ? STEPS : BRANCHES;
  const measure = async (subject: Subject): Promise<Figures> => ({
    ...(await underLoad({ inFlight, seconds, stepsPerRun }, subject)),
    rssMb: on === 'ours' || on === 'log' ? peakRssMb() : treeUse().rssMb,
  });
  switch (on) {
    case 'ours':
      return (await import('./engine/subject.ts')).onEngine(shape, database, measure);
    case 'log':
      return (await import('./log/subject.ts')).onLog(shape, folder, measure);
    case 'restateTuned':
      return (await import('./beside/restate.ts')).onRestate('tuned', shape, folder, measure);
    case 'restateDefault':
      return (await import('./beside/restate.ts')).onRestate('default', shape, folder, measure);
    case 'dbos':
      return (await import('./beside/dbos.ts')).onDbos(shape, measure);
  }
}

async function figuresOf(task: Task): Promise<Figures> {
  switch (task.kind) {
    case 'fsync':
      return (await import('./disk/fsync.ts')).fsyncs(task.folder, task.seconds);
    case 'rows':
      return (await import('./disk/rows.ts')).rowsPerSecond(task.database, task.seconds, task.perTransaction);
    case 'load':
      return load(task);
    case 'fill':
      return (await import('./engine/timers.ts')).fill(task.database, task.runs);
    case 'startSleepers':
      return (await import('./engine/timers.ts')).startSleepers(task.database, task.runs);
    case 'rest':
      return (await import('./engine/timers.ts')).rest(task.database);
    case 'leaveOpen':
      return (await import('./engine/recovery.ts')).leaveOpen(task.database, task.runs);
    case 'recover':
      return (await import('./engine/recovery.ts')).recover(task.database, task.runs);
    case 'leaveLongRun':
      return (await import('./engine/long-run.ts')).leaveLongRun(task.database, task.events);
    case 'resume':
      return (await import('./engine/long-run.ts')).resume(task.database, task.events);
    case 'fold':
      return (await import('./engine/long-run.ts')).fold(task.database);
    case 'activities':
      return (await import('./engine/activities.ts')).activities(task.where, task.folder, task.inFlight, task.seconds);
    case 'growth':
      return (await import('./engine/growth.ts')).growth(task.folder, task.events);
  }
}

process.once('disconnect', () => process.exit(4)); // nobody is waiting any more
process.once('message', (task: Task) => {
  figuresOf(task).then(
    (figures) => process.send?.({ rssMb: peakRssMb(), ...figures }),
    (error: unknown) => {
      console.error(error instanceof Error ? error.stack : error);
      process.exit(1);
    },
  );
});
