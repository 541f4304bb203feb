import type { Diagnostic } from '@sagaloom/engine/core';
import type { Problem } from './scene/types.ts';

/** What is wrong, by step: the gravest first. */
export function problemsByStep(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, Problem> {
  const found = read(diagnostics);
  const isSame =
    found.size === last.size && [...found].every(([step, problem]) => isSameProblem(problem, last.get(step)));
  if (!isSame) last = found;
  return last;
}

/** The same object as long as they say the same: each answer of the compiler is new, and mostly nothing changed for the drawing. */
let last: ReadonlyMap<string, Problem> = new Map();

function isSameProblem(a: Problem, b: Problem | undefined): boolean {
  return b !== undefined && a.severity === b.severity && a.count === b.count && a.message === b.message;
}

function read(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, Problem> {
  const found = new Map<string, Problem>();
  for (const { step, severity, message } of diagnostics) {
    if (step === null) continue;
    const known = found.get(step);
    const isGraver = severity === 'error' && known?.severity === 'warning';
    found.set(step, {
      severity: known && !isGraver ? known.severity : severity,
      message: known && !isGraver ? known.message : message,
      count: (known?.count ?? 0) + 1,
    });
  }
  return found;
}
