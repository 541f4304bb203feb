import { z } from 'zod';

/** What a workspace says of the processes its own code runs in. */
export const codeSettings = z.strictObject({
  concurrency: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .meta({ description: 'So many attempts, each in a process of its own, at a time. Default: 4.' }),
  memoryMb: z
    .int()
    .min(16)
    .max(1_048_576)
    .optional()
    .meta({ description: 'Heap of a process, in MB. Default: 512. An activity may say otherwise of itself.' }),
  graceMs: z
    .int()
    .min(0)
    .max(600_000)
    .optional()
    .meta({ description: 'An attempt that is told to stop is killed after so long. Default: 5000.' }),
  idleMs: z
    .int()
    .min(0)
    .max(86_400_000)
    .optional()
    .meta({ description: 'A process without work ends after so long. Default: 60000.' }),
});

export type CodeSettings = z.output<typeof codeSettings>;
