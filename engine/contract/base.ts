import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { RunSummary } from './types.ts';

/** Every refusal a caller can act on. `data.code` is machine-readable, `message` one plain sentence. */
export const base = oc.errors({
  NOT_FOUND: { message: 'There is no such thing.' },
  REFUSED: { message: 'The command was refused.', data: z.object({ code: z.string() }) },
  INVALID: { message: 'The input is wrong.', data: z.object({ details: z.json() }) },
  CONFLICT: { message: 'It was changed by someone else.' },
  ENVIRONMENT: { message: 'The disk, database or network said no.' },
});

export const runRef = z.object({ runId: z.string().min(1) });

/** `why` is recorded with the command. */
const reason = z.object({ why: z.string().max(1_000).optional() });

export const asked = runRef.extend(reason.shape);
export const placed = asked.extend({ path: z.string().min(1), visit: z.int().min(1) });

/** The run as it is once the command is durable. */
export const command = <S extends z.ZodType>(input: S) => base.input(input).output(type<RunSummary>());
