import type { Diagnostic } from '@sagaloom/engine/core';
import type { Problem } from './scene/types.ts';

/** What is wrong, by step: the gravest first. */
export function problemsByStep(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, Problem> {
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
