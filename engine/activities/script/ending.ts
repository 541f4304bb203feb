import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core';
import { framesOf, type Source } from './code.ts';
import { MAX_FRAMES, MAX_MESSAGE_CHARACTERS, MAX_RESULT_CHARACTERS } from './limits.ts';
import type { ScriptEnd, Thrown } from './protocol.ts';
import { type ErrorParts, errorParts, isFull, type World } from './world.ts';

/** The end of a script that returned: its result as JSON text, or why it has none. */
export function resultEnd({ context }: World, made: QuickJSHandle): ScriptEnd {
  if (context.typeof(made) !== 'string') return { kind: 'gave', json: null };
  const characters = context.getProp(made, 'length').consume((length) => context.getNumber(length));
  return characters > MAX_RESULT_CHARACTERS
    ? { kind: 'tooLarge', characters }
    : { kind: 'gave', json: context.getString(made) };
}

/** The end of a script that threw. */
export function thrownEnd(world: World, error: QuickJSHandle, source: Source): ScriptEnd {
  const { context } = world;
  const parts = errorParts(context, error);
  if (parts?.name === 'InternalError' && parts.message === 'out of memory') return { kind: 'memory' };
  if (parts !== null) return { kind: 'threw', thrown: thrownOf(parts, source) };
  // Where there was no room even for an error, nothing but null is thrown.
  if (isFull(world) && context.sameValue(error, context.null)) return { kind: 'memory' };
  return {
    kind: 'threw',
    thrown: { name: null, message: shownValue(context, error), line: null, column: null, stack: [] },
  };
}

export function syntaxEnd(world: World, error: QuickJSHandle, source: Source): ScriptEnd {
  const end = thrownEnd(world, error, source);
  return end.kind === 'threw' ? { kind: 'syntax', thrown: end.thrown } : end;
}

function thrownOf({ name, message, stack }: ErrorParts, source: Source): Thrown {
  const frames = framesOf(stack, source);
  return {
    name: shortened(name, 100),
    message: shortened(message, MAX_MESSAGE_CHARACTERS),
    line: frames[0]?.line ?? null,
    column: frames[0]?.column ?? null,
    stack: frames.slice(0, MAX_FRAMES).map(({ text }) => text),
  };
}

/** Of a value that was thrown and is no error. */
function shownValue(context: QuickJSContext, value: QuickJSHandle): string {
  try {
    const dumped: unknown = context.dump(value);
    const text = typeof dumped === 'string' ? dumped : (JSON.stringify(dumped) ?? String(dumped));
    return shortened(text, MAX_MESSAGE_CHARACTERS);
  } catch {
    return 'a value that cannot be shown';
  }
}

export const shortened = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;
