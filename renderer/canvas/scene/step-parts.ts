import { type Direction, type StepEntry, withInner } from '../../document/index.ts';
import type { StepOverlay } from '../overlay.ts';
import { hasUndo } from './measure.ts';
import type { SceneInput } from './nodes.ts';
import { roleNamed } from './roles.ts';
import { spokenStep } from './spoken.ts';
import type { Problem } from './types.ts';
import { undoWordsOf } from './undo-nodes.ts';

const roleOf = roleNamed('canvas.step');

/** What all nodes of steps have. */
export function base(entry: StepEntry, parentId: string | null, input: SceneInput) {
  return { id: entry.id, domAttributes: roleOf(input.t), ...(parentId === null ? {} : { parentId }) };
}

export function common(entry: StepEntry, direction: Direction, input: SceneInput) {
  const { overlay } = input;
  return {
    stepId: entry.id,
    label: entry.label,
    breakpoint: input.breakpoints.has(entry.id),
    run: overlay?.steps[entry.id] ?? null,
    problem: problemOf(entry, input),
    direction,
  };
}

/** A collapsed group says what is wrong in it. */
function problemOf(entry: StepEntry, { outline, problems }: SceneInput): Problem | null {
  const meant = entry.collapsed ? withInner(outline, entry.id) : [entry.id];
  const [first = null, ...others] = meant.flatMap((id) => problems.get(id) ?? []);
  return others.reduce<Problem | null>(graver, first);
}

function graver(a: Problem | null, b: Problem): Problem {
  if (!a) return b;
  const worst = a.severity === 'warning' && b.severity === 'error' ? b : a;
  return { ...worst, count: a.count + b.count };
}

export function ariaLabel(entry: StepEntry, summary: string, run: StepOverlay | null, input: SceneInput): string {
  const { whole: outline, t, breakpoints } = input;
  const undo = hasUndo(entry) ? undoWordsOf(entry, t) : null;
  const problem = problemOf(entry, input);
  const stops = breakpoints.has(entry.id);
  return spokenStep({ entry, outline, summary, run, problem, undo, stops, t });
}
