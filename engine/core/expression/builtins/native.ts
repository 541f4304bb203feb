import jsonata from 'jsonata';
import type { Meter } from '../meter.ts';
import type { Random } from '../random.ts';

/** What JSONata calls a built-in with as its `this`. */
export interface Focus {
  readonly environment?: unknown;
  createSequence?(...items: unknown[]): unknown[];
}

export type Implementation = (this: Focus, ...args: unknown[]) => unknown;

/** A function as JSONata keeps it in its frames. */
export interface NativeFunction {
  readonly _jsonata_function: true;
  readonly implementation: Implementation;
  readonly signature?: unknown;
}

/** The evaluation a built-in works for: what it may use up, and where its time and chance come from (DA4, DA5). */
export interface Evaluation {
  readonly meter: Meter;
  readonly nowMs: number;
  readonly random: Random;
}

const entryHook = Symbol.for('jsonata.__evaluate_entry');

interface Frame {
  lookup(name: string): unknown;
}

/** The library's own built-ins. It does not export them; its hook for debuggers shows the frame they are in. */
function libraryFrame(): Frame {
  let frame: Frame = { lookup: () => undefined };
  const probe = jsonata('1');
  const look = (_node: unknown, _input: unknown, environment: Frame): void => {
    frame = environment;
  };
  probe.assign(entryHook as unknown as string, look);
  void probe.evaluate(null); // runs up to the hook before it returns
  return frame;
}

const ignore = (): void => {};

const library = libraryFrame();

export function libraryFunction(name: string): NativeFunction | undefined {
  const found = library.lookup(name);
  return typeof found === 'object' && found !== null && '_jsonata_function' in found
    ? (found as NativeFunction)
    : undefined;
}

/**
 * A built-in no expression can change. JSONata writes the place of a call into the function it calls: into one object for
 * the whole process, which would let evaluations see each other. The setters swallow that.
 */
export function sealed(implementation: Implementation, like: NativeFunction | undefined): NativeFunction {
  if (like) {
    // Partial application and higher-order functions read the parameters off the source text and the length.
    const text = Function.prototype.toString.call(like.implementation);
    Object.defineProperties(implementation, {
      length: { value: like.implementation.length },
      toString: { value: () => text },
    });
  }
  Object.freeze(implementation);
  const native = { _jsonata_function: true as const, implementation, signature: like?.signature };
  for (const name of ['token', 'position']) {
    Object.defineProperty(native, name, { get: () => undefined, set: ignore });
  }
  return Object.freeze(native);
}
