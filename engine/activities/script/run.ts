import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core';
import { bodyOf, FILE, looksLikeModule, type Source, sourceOf } from './code.ts';
import { resultEnd, shortened, syntaxEnd, thrownEnd } from './ending.ts';
import { MAX_LINE_CHARACTERS, MAX_LINES, MAX_RESULT_DEPTH } from './limits.ts';
import { prelude } from './prelude.ts';
import type { ScriptEnd, ScriptLine, ScriptTask } from './protocol.ts';
import type { CompiledWasm } from './wasm.ts';
import { newWorld, type World } from './world.ts';

export interface Outside {
  readonly write: (line: ScriptLine) => void;
  readonly isStopped: () => boolean;
}

/** Jobs done between two looks at the clock: each may be as short as a step of an endless chain of promises. */
const JOBS_AT_ONCE = 1_000;

/**
 * Runs one script in a world of its own. It takes no longer than it may, but for code of QuickJS itself that never looks up. The world
 * is not taken down piece by piece afterwards: it is dropped whole, with its memory.
 */
export async function runScript(wasm: CompiledWasm, task: ScriptTask, outside: Outside): Promise<ScriptEnd> {
  const world = await newWorld(wasm, task.memoryBytes);
  const deadline = performance.now() + task.timeoutMs;
  let isOver = false;
  const mustEnd = (): boolean => (isOver ||= outside.isStopped() || performance.now() >= deadline);
  world.runtime.setInterruptHandler(mustEnd);
  const end = attempt(world, task, outside, mustEnd);
  return isOver ? { kind: 'timeout' } : end;
}

function attempt(world: World, task: ScriptTask, outside: Outside, mustEnd: () => boolean): ScriptEnd {
  const { context } = world;
  const nothing = sourceOf('', false);
  const start = context.evalCode(prelude, 'prelude.js', { type: 'global' });
  if (start.error) return thrownEnd(world, start.error, nothing);
  const textOf = context.callFunction(start.value, context.undefined, [
    writer(context, outside),
    context.newString(task.input),
    context.newString(task.key),
    context.newNumber(MAX_RESULT_DEPTH),
  ]);
  if (textOf.error) return thrownEnd(world, textOf.error, nothing); // an input larger than the memory
  const given = run(world, task.code, mustEnd);
  if ('kind' in given) return given;
  const made = context.callFunction(textOf.value, context.undefined, [given.value]);
  if (!made.error) return resultEnd(world, made.value);
  return context.typeof(made.error) === 'string'
    ? { kind: 'notJson', message: context.getString(made.error) }
    : thrownEnd(world, made.error, given.source); // a getter or toJSON of the result threw
}

interface Given {
  readonly value: QuickJSHandle;
  readonly source: Source;
}

/** What the code gives, all its promises settled. It is a body; or a module, where it is no body and looks like one. */
function run(world: World, code: string, mustEnd: () => boolean): Given | ScriptEnd {
  const body = bodyOf(code);
  const problem = problemOf(world, body, 'global');
  const isBody = problem === null;
  const source = sourceOf(code, isBody);
  if (isBody)
    return settled(world, world.context.evalCode(body, FILE, { type: 'global', strict: true }), source, mustEnd);
  if (!looksLikeModule(code)) return syntaxEnd(world, problem, sourceOf(code, true));
  const moduleProblem = problemOf(world, code, 'module');
  if (moduleProblem !== null) return syntaxEnd(world, moduleProblem, source);
  const exports = settled(world, world.context.evalCode(code, FILE, { type: 'module' }), source, mustEnd);
  return 'kind' in exports ? exports : defaultOf(world, exports, mustEnd);
}

/** Why it does not compile. */
function problemOf({ context }: World, code: string, type: 'global' | 'module'): QuickJSHandle | null {
  return context.evalCode(code, FILE, { type, strict: true, compileOnly: true }).error ?? null;
}

/** The default export, called with the input where it is a function. */
function defaultOf(world: World, { value: exports, source }: Given, mustEnd: () => boolean): Given | ScriptEnd {
  const { context } = world;
  const exported = context.getProp(exports, 'default');
  if (context.typeof(exported) !== 'function') return { value: exported, source };
  const input = context.getProp(context.global, 'input');
  return settled(world, context.callFunction(exported, context.undefined, [input]), source, mustEnd);
}

/** Of a promise, what it is settled with in the end. */
function settled(
  world: World,
  result: ReturnType<QuickJSContext['evalCode']>,
  source: Source,
  mustEnd: () => boolean,
): Given | ScriptEnd {
  if (result.error) return thrownEnd(world, result.error, source);
  const { context, runtime } = world;
  while (runtime.hasPendingJob() && !mustEnd()) {
    const done = runtime.executePendingJobs(JOBS_AT_ONCE);
    if (done.error) return thrownEnd(world, done.error, source);
  }
  const state = context.getPromiseState(result.value); // of what is no promise: fulfilled
  if (state.type === 'pending') return { kind: 'pending' };
  return state.type === 'rejected' ? thrownEnd(world, state.error, source) : { value: state.value, source };
}

function writer(context: QuickJSContext, { write }: Outside): QuickJSHandle {
  let lines = 0;
  return context.newFunction('write', (level, text) => {
    lines += 1;
    if (lines <= MAX_LINES) write(lineOf(context.getString(level), context.getString(text)));
    if (lines === MAX_LINES + 1) write({ level: 'warn', text: `More than ${MAX_LINES} lines: the rest is left out.` });
  });
}

function lineOf(level: string, text: string): ScriptLine {
  const isLevel = level === 'debug' || level === 'warn' || level === 'error';
  return { level: isLevel ? level : 'info', text: shortened(text, MAX_LINE_CHARACTERS) };
}
