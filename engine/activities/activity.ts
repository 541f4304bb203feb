import type { z } from 'zod';
import type { AttemptResult } from '../core/command.ts';
import type { Failure } from '../core/failure.ts';
import type { Json } from '../core/json.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type ActivityLogger = (level: LogLevel, message: string, data?: Json) => void;

/** What an attempt knows of itself. */
export interface ActivityContext {
  /** Idempotency key (AT3): the same for all attempts of a visit. */
  readonly key: string;
  readonly traceparent: string | null;
  /** 1 for the first. */
  readonly attempt: number;
  readonly logger: ActivityLogger;
  /** AT1. Says that it still works, and how far it is; where the step limits the silence between two of these, it must be called. */
  readonly heartbeat: (details?: Json) => void;
  /** What the attempt before this one last said so of its progress; null where it said nothing, or there was none. */
  readonly lastHeartbeat: Json;
}

/** One kind of work in the world. It never throws: what went wrong is data, with what it may have left behind (AT2). */
export interface Activity {
  readonly name: string;
  readonly summary: string;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** Loads what it needs, so that its first attempt does not take the longer for it. */
  readonly warmUp?: (() => Promise<unknown>) | undefined;
  /** Aborting the signal asks it to stop soon; what it then answers still counts. */
  readonly perform: (input: Json, context: ActivityContext, signal: AbortSignal) => Promise<AttemptResult>;
}

interface ActivitySource<I extends z.ZodType> {
  readonly name: string;
  readonly summary: string;
  readonly input: I;
  readonly output: z.ZodType;
  readonly warmUp?: () => Promise<unknown>;
  readonly run: (input: z.output<I>, context: ActivityContext, signal: AbortSignal) => Promise<AttemptResult>;
}

/** Checks the input before the code sees it; an exception of the code, a bug, becomes a failure of unknown effect. */
export function defineActivity<I extends z.ZodType>(source: ActivitySource<I>): Activity {
  const { name, summary, input, output, warmUp, run } = source;
  return {
    name,
    summary,
    input,
    output,
    warmUp,
    async perform(given, context, signal) {
      const parsed = input.safeParse(given);
      if (!parsed.success) return failed(wrongInput(name, parsed.error));
      try {
        return await run(parsed.data, context, signal);
      } catch (error) {
        return failed({ type: 'activity.crashed', message: `The activity ${name} broke: ${describe(error)}` });
      }
    },
  };
}

export const completed = (output: Json): AttemptResult => ({ kind: 'completed', output });

export const failed = (error: Failure): AttemptResult => ({ kind: 'failed', error });

/** Nothing was done, and the same input will never do: final, effect none. */
export function inputFailure(message: string, details?: Json): Failure {
  return {
    type: 'activity.input',
    message,
    retryable: false,
    effect: 'none',
    ...(details !== undefined && { details }),
  };
}

function wrongInput(name: string, error: z.ZodError): Failure {
  const problems = error.issues.map(({ path, message }) => ({ pointer: pointerOf(path), message }));
  const [first] = problems;
  const where = first === undefined ? '' : ` at ${first.pointer || 'its root'}: ${first.message}`;
  return inputFailure(`The input of activity ${name} is wrong${where}.`, problems);
}

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));
