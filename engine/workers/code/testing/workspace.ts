import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { AttemptResult } from '../../../core/command.ts';
import type { Failure } from '../../../core/failure.ts';
import type { Json } from '../../../core/json.ts';
import { testFolder } from '../../../node/testing/folder.ts';
import type { Progress, Work } from '../../../runtime/ports.ts';
import { workOf } from './work.ts';
import { type CodeOptions, type CodeSource, openCode } from '../index.ts';

export interface Logged {
  readonly level: string;
  readonly message: string;
  readonly data: Json | undefined;
}

export interface TestCode {
  readonly code: CodeSource;
  readonly folder: string;
  readonly logged: readonly Logged[];
  readonly write: (file: string, text: string) => void;
  readonly remove: (file: string) => void;
  readonly perform: (activity: string, input?: Json, change?: Change) => Promise<AttemptResult>;
  /** What it gave; throws where it failed. */
  readonly output: (activity: string, input?: Json, change?: Change) => Promise<Json>;
  /** How it failed; throws where it did not. */
  readonly failure: (activity: string, input?: Json, change?: Change) => Promise<Failure>;
  /** The info of that name has this problem, or null: as soon as it has. */
  readonly untilProblem: (name: string, problem: RegExp | null) => Promise<void>;
}

interface Change {
  readonly signal?: AbortSignal;
  readonly progress?: Partial<Progress>;
  readonly work?: Partial<Work>;
}

export const head = "import { defineActivity, ActivityError } from 'sagaloom';\nimport { z } from 'zod';\n";

/** An activity whose `run` has this body, with `input` and `ctx` in scope. */
export const activity = (name: string, body: string, more = ''): string =>
  `${head}export const made = defineActivity({ name: '${name}', ${more} async run(input: any, ctx) { ${body} } });\n`;

/** A workspace with these files in its folder of activities, and the real processes of its code. */
export async function openTestCode(
  files: Readonly<Record<string, string>>,
  options: Partial<CodeOptions> = {},
): Promise<TestCode> {
  const folder = testFolder();
  const write = (file: string, text: string): void => writeWhole(path.join(folder, file), text);
  for (const [file, text] of Object.entries(files)) write(`activities/${file}`, text);
  const logged: Logged[] = [];
  const code = await openCode({
    workspace: folder,
    logger: (level, message, data) => void logged.push({ level, message, data }),
    reserved: new Set(['http', 'log']),
    ...options,
  });
  onTestFinished(() => code.close());
  const perform = (name: string, input: Json = null, { signal, progress, work }: Change = {}): Promise<AttemptResult> =>
    code.perform(workOf(name, input, work), signal ?? new AbortController().signal, { ...quiet, ...progress });
  return {
    code,
    folder,
    logged,
    write,
    remove: (file) => rmSync(path.join(folder, file)),
    perform,
    output: async (...asked) => outputOf(await perform(...asked)),
    failure: async (...asked) => failureOf(await perform(...asked)),
    untilProblem: (name, problem) => untilProblem(code, name, problem),
  };
}

/** In one go, as editors do: nobody reads half of it. */
function writeWhole(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}~`, text);
  renameSync(`${file}~`, file);
}

const quiet: Progress = {
  heartbeat: () => {},
  pickedUp: async () => true,
  whenDecided: () => {},
  secret: async () => null,
  scrub: (value) => value,
};

function outputOf(result: AttemptResult): Json {
  if (result.kind === 'failed') throw new Error(`it failed: ${JSON.stringify(result.error)}`);
  return result.output;
}

function failureOf(result: AttemptResult): Failure {
  if (result.kind === 'completed') throw new Error(`it completed: ${JSON.stringify(result.output)}`);
  return result.error;
}

function untilProblem(code: CodeSource, name: string, problem: RegExp | null): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const info = code.infos().find((each) => each.name === name);
      const isSo = problem === null ? info?.problem === null : problem.test(info?.problem ?? '');
      if (!isSo) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = code.subscribe(look);
    queueMicrotask(look);
  });
}

/** Whether there is such a process; one that has ended and that nobody has asked after is none. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
