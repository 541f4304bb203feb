import type { JsonObject } from '../../core/json.ts';
import type { StartRequest } from '../engine.ts';

/** Definitions for the host's tests, as the compiler would give them. */
export function definitionOf(steps: JsonObject, more: JsonObject = {}): JsonObject {
  const [start = ''] = Object.keys(steps);
  return { format: 'sagaloom/v1', name: 'test', start, steps, ...more };
}

export function task(more: JsonObject = {}): JsonObject {
  return { type: 'task', activity: 'act', ...more };
}

export function request(definition: JsonObject, more: Partial<StartRequest> = {}): StartRequest {
  return { definition, hash: `hash:${JSON.stringify(definition)}`, input: {}, config: {}, by: 'test', ...more };
}

/** `s1` to `sN`, one after the other. */
export function chain(count: number, more: JsonObject = {}): JsonObject {
  return definitionOf(
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `s${i + 1}`,
        task({ ...more, ...(i + 1 < count ? { next: `s${i + 2}` } : {}) }),
      ]),
    ),
  );
}

/** So many branches of one task each. */
export function fanOut(count: number): JsonObject {
  const branches = Array.from(
    { length: count },
    (_, i) => [`b${i}`, { start: `t${i}`, steps: { [`t${i}`]: task() } }] as const,
  );
  return definitionOf({ all: { type: 'parallel', branches: Object.fromEntries(branches) } });
}
