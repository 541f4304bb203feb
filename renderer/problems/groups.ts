import type { Diagnostic } from '@sagaloom/engine/core';
import type { Outline } from '../document/index.ts';

export type Severity = Diagnostic['severity'];

/** What is wrong with one step, or, where it is null, with the workflow itself. */
export interface ProblemGroup {
  readonly step: string | null;
  /** The step's name. */
  readonly label: string | null;
  readonly problems: readonly Diagnostic[];
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1 };

/** By step, those with errors first; within both in the order of the file. */
export function groupsOf(problems: readonly Diagnostic[], outline: Outline): readonly ProblemGroup[] {
  const byStep = new Map<string | null, Diagnostic[]>();
  for (const problem of problems) {
    const known = byStep.get(problem.step);
    if (known) known.push(problem);
    else byStep.set(problem.step, [problem]);
  }
  const places = new Map([...outline.steps.keys()].map((id, index) => [id, index] as const));
  const placeOf = ({ step }: ProblemGroup): number => (step === null ? -1 : (places.get(step) ?? Infinity));
  return [...byStep]
    .map(([step, found]): ProblemGroup => ({
      step,
      label: step === null ? null : (outline.steps.get(step)?.label ?? step),
      problems: found.toSorted((a, b) => rank[a.severity] - rank[b.severity]),
    }))
    .toSorted((a, b) => gravest(a) - gravest(b) || placeOf(a) - placeOf(b));
}

const gravest = ({ problems }: ProblemGroup): number => Math.min(...problems.map(({ severity }) => rank[severity]));

export function countOf(problems: readonly Diagnostic[], severity: Severity): number {
  return problems.filter((one) => one.severity === severity).length;
}
