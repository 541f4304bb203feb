import { z } from 'zod';
import { DEFAULT_TASK_QUEUE } from '../../core/definition/defaults.ts';

const queue = z.strictObject({
  concurrency: z.int().min(1).max(100_000).optional().meta({
    description: 'Tasks of this queue at a time, over all workers. Default: as many as they have slots for.',
  }),
  perSecond: z.number().positive().max(100_000).optional().meta({
    description: 'Tasks of this queue given out a second, evenly. Default: without limit.',
  }),
  buildIds: z.array(z.string().min(1)).min(1).optional().meta({
    description: 'Builds of workers that get tasks of this queue. Default: all.',
  }),
});

/** `workers` in `sagaloom.config.json`. */
export const workerSettings = z.strictObject({
  queues: z
    .record(
      z
        .string()
        .min(1)
        .refine((name) => name !== DEFAULT_TASK_QUEUE, { error: 'the queue default is the engine’s own' }),
      queue,
    )
    .optional()
    .meta({ description: 'Task queues whose work is done by workers elsewhere alone, with their limits, by name.' }),
});

export type WorkerSettings = z.output<typeof workerSettings>;

export type QueueSettings = z.output<typeof queue>;
