import type { AttemptResult } from '../../../core/command.ts';
import type { Failure } from '../../../core/failure.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import type { ActivityContext } from '../../activity.ts';
import { testContext } from '../../testing/context.ts';
import { sqlActivity } from '../index.ts';
import type { SqlResult } from '../schema.ts';
import type { Subject } from './subject.ts';

/** Attempts at one database, by the name `db`. */
export interface Caller {
  readonly attempt: (
    input: JsonObject,
    change?: Partial<ActivityContext>,
    signal?: AbortSignal,
  ) => Promise<AttemptResult>;
  /** Of one that must be done. */
  readonly done: (input: JsonObject | string, change?: Partial<ActivityContext>) => Promise<SqlResult>;
  readonly all: (input: JsonObject, change?: Partial<ActivityContext>) => Promise<readonly SqlResult[]>;
  readonly rows: (statement: string, ...parameters: readonly Json[]) => Promise<SqlResult['rows']>;
  /** Of one that must fail. */
  readonly failure: (
    input: JsonObject | string,
    change?: Partial<ActivityContext>,
    signal?: AbortSignal,
  ) => Promise<Failure>;
}

const never = new AbortController().signal;

export function callerOf({ workspace, connection }: Pick<Subject, 'workspace' | 'connection'>): Caller {
  const place = { workspace, settings: { connections: { db: connection } }, isTrusted: false };
  const attempt: Caller['attempt'] = (input, change = {}, signal = never) =>
    sqlActivity.perform({ connection: 'db', ...input }, testContext({ place, ...change }), signal);
  const output = async (input: JsonObject | string, change?: Partial<ActivityContext>): Promise<Json> => {
    const result = await attempt(typeof input === 'string' ? { statement: input } : input, change);
    if (result.kind === 'failed') throw new Error(`${result.error.type}: ${result.error.message}`);
    return result.output;
  };
  const done: Caller['done'] = async (input, change) => (await output(input, change)) as unknown as SqlResult;
  return {
    attempt,
    done,
    all: async (input, change) => (await output(input, change)) as unknown as readonly SqlResult[],
    rows: async (statement, ...parameters) => (await done({ statement, parameters })).rows,
    async failure(input, change, signal) {
      const result = await attempt(typeof input === 'string' ? { statement: input } : input, change, signal);
      if (result.kind === 'completed') throw new Error(`it succeeded: ${JSON.stringify(result.output)}`);
      return result.error;
    },
  };
}
