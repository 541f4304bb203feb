import type { z } from 'zod';
import type { AttemptResult } from '../core/command.ts';
import type { Failure } from '../core/failure.ts';
import type { Json } from '../core/json.ts';
import type { ActivityPlace } from './place.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** The attempt a line was written in. */
export interface LogOrigin {
  readonly runId: string;
  readonly stepId: string;
  /** Of the attempt's span. */
  readonly traceparent: string | null;
}

export type ActivityLogger = (level: LogLevel, message: string, data?: Json, origin?: LogOrigin) => void;

/** What an attempt knows of itself, and may ask of the place it runs in. */
export interface ActivityContext {
  /** Idempotency key (AT3): the same for all attempts of a visit. */
  readonly key: string;
  readonly traceparent: string | null;
  /** 1 for the first. */
  readonly attempt: number;
  /** The run and the step it is for. */
  readonly runId: string;
  readonly workflow: string;
  readonly stepId: string;
  /** DA7. Secrets the attempt knows are taken out of what it logs. */
  readonly logger: ActivityLogger;
  /** AT1. Says that it still works, and how far it is; where the step limits the silence between two of these, it must be called. */
  readonly heartbeat: (details?: Json) => void;
  /** What the attempt before this one last said so of its progress; null where it said nothing, or there was none. */
  readonly lastHeartbeat: Json;
  /** DA7. By name; null: there is none. It is taken out of what the attempt answers and logs. Names come from code, never from data. */
  readonly secret: (name: string) => Promise<string | null>;
  readonly place: ActivityPlace;
}

/** Groups of the palette and of the docs. */
export type ActivityCategory = 'network' | 'data' | 'messaging' | 'files' | 'code' | 'general';

export interface ActivityExample {
  /** What it shows, in a few words. */
  readonly title: string;
  /** As in the step: expressions and secrets may stand in it. */
  readonly with: Json;
}

/** What people read of an activity: palette, inspector, `sagaloom activities` and the docs page are made from it. */
export interface ActivityAbout {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Markdown, without a heading: what it does, what it gives, its errors and what they leave behind. */
  readonly docs: string;
  readonly examples: readonly ActivityExample[];
  readonly category: ActivityCategory;
  /** SVG path data of one stroke drawing in a box of 16 by 16. */
  readonly icon: string;
  /** What of it was never tried against the real thing, in one sentence. Absent: all of it was. */
  readonly unverified?: string | undefined;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}

/** One kind of work in the world. It never throws: what went wrong is data, with what it may have left behind (AT2). */
export interface Activity extends ActivityAbout {
  /** Loads what it needs, so that its first attempt does not take the longer for it. */
  readonly warmUp?: (() => Promise<unknown>) | undefined;
  /** Gives back what it keeps between attempts: connections, processes. */
  readonly close?: (() => Promise<void>) | undefined;
  /** Aborting the signal asks it to stop soon; what it then answers still counts. */
  readonly perform: (input: Json, context: ActivityContext, signal: AbortSignal) => Promise<AttemptResult>;
}

interface ActivitySource<I extends z.ZodType> extends ActivityAbout {
  readonly input: I;
  readonly warmUp?: () => Promise<unknown>;
  readonly close?: () => Promise<void>;
  readonly run: (input: z.output<I>, context: ActivityContext, signal: AbortSignal) => Promise<AttemptResult>;
}

/** Checks the input before the code sees it; an exception of the code, a bug, becomes a failure of unknown effect. */
export function defineActivity<I extends z.ZodType>(source: ActivitySource<I>): Activity {
  const { run, ...about } = source;
  const { name, input } = about;
  return {
    ...about,
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
