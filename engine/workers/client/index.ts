/**
 * For processes of your own that do a workflow's tasks, on this machine or another: docs/workers.md. Needs nothing of the engine.
 *
 *   const worker = createWorker({ url, token, queues: ['mail'], activities: [{ name: 'send', run: async (input) => … }] });
 *   await worker.run(signal);
 */
export type { TaskContext, WorkerActivity } from './activity.ts';
export { TaskError, WorkerError } from './errors.ts';
export type { Effect, Json, OfferedActivity, Task, TaskFailure } from './protocol.ts';
export { createWorker, type Worker, type WorkerOptions } from './worker.ts';
