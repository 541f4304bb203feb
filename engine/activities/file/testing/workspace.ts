import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { AttemptResult } from '../../../core/command.ts';
import type { Failure } from '../../../core/failure.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import type { ActivityContext } from '../../activity.ts';
import { testContext } from '../../testing/context.ts';
import { fileActivity } from '../index.ts';

const never = new AbortController().signal;

export interface Output extends JsonObject {
  readonly content: Json;
  readonly etag: string;
  readonly entries: readonly { readonly path: string; readonly type: string }[];
}

/** A workspace for each test, in a folder of its own with something secret beside it. */
export function workspaceOfTest() {
  let outer = '';
  const workspace = (): string => path.join(outer, 'workspace');
  const at = (...parts: readonly string[]): string => path.join(workspace(), ...parts);
  beforeEach(async () => {
    outer = await realpath(await mkdtemp(path.join(tmpdir(), 'sagaloom-file-')));
    mkdirSync(workspace());
    writeFileSync(path.join(outer, 'secret.txt'), 'outside');
  });
  afterEach(() => rm(outer, { recursive: true, force: true }));

  function attempt(input: JsonObject, context: Partial<ActivityContext> = {}, signal = never): Promise<AttemptResult> {
    const place = { workspace: workspace(), settings: {}, isTrusted: false };
    return fileActivity.perform(input, testContext({ place, ...context }), signal);
  }

  return {
    outer: () => outer,
    workspace,
    at,
    attempt,
    text: (...parts: readonly string[]): string => readFileSync(at(...parts), 'utf8'),
    put: (name: string, content: string): void => {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content);
    },
    done: async (input: JsonObject, context?: Partial<ActivityContext>): Promise<Output> => {
      const result = await attempt(input, context);
      if (result.kind === 'failed') throw new Error(`${result.error.type}: ${result.error.message}`);
      expect(fileActivity.output.safeParse(result.output).error).toBeUndefined();
      return result.output as Output;
    },
    failure: async (input: JsonObject, context?: Partial<ActivityContext>, signal?: AbortSignal): Promise<Failure> => {
      const result = await attempt(input, context, signal);
      if (result.kind === 'completed') throw new Error(`it succeeded: ${JSON.stringify(result.output)}`);
      return result.error;
    },
  };
}

export const write = (name: string, content: Json, more: JsonObject = {}): JsonObject => ({
  action: 'write',
  path: name,
  content,
  ...more,
});
