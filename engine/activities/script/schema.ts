import { z } from 'zod';
import { durationSchema } from '../../core/definition/common.ts';
import { anyJson } from '../json.ts';

export const scriptInput = z
  .strictObject({
    code: z.string().min(1).max(1_000_000).meta({
      description:
        'JavaScript: the body of an async function, or a module whose default export is called with the input.',
    }),
    input: anyJson.optional().meta({ description: 'What the code sees as input. Default: null.' }),
    timeout: durationSchema.optional().meta({ description: 'Longest run of the code, 10m at most. Default: 5s.' }),
    memoryMb: z
      .int()
      .min(1)
      .max(256)
      .optional()
      .meta({ description: 'Largest memory of the code, its input and its result, in MiB. Default: 32.' }),
  })
  .meta({ title: 'script', description: 'Runs JavaScript that sees nothing but its input.' });

export const scriptOutput = z.json().meta({ description: 'What the code returned; null where it returned nothing.' });

export type ScriptInput = z.output<typeof scriptInput>;
