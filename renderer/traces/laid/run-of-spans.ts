/** A trace as the drawing shows a run: what became of each step, from the spans that are of it. */
import type { SpanColumns } from '@sagaloom/engine/contract';
import { columnValue } from '@sagaloom/engine/contract';
import type { RunView, StepView } from '@sagaloom/engine/core';
import type { RunShown } from '../../canvas/overlay.ts';
import { type Draft, type Outline, outlineOf, portsOf, type StepEntry, targetOf } from '../../document/index.ts';
import { spansByStep } from './spans.ts';
import { type Visit, visitsOf } from './visits.ts';

export interface LaidOut {
  readonly run: RunShown;
  /** Spans that are of a step of this drawing, and all the others. */
  readonly mapped: number;
  readonly unmapped: number;
}

export function runOfSpans(columns: SpanColumns, document: Draft): LaidOut {
  const outline = outlineOf(document);
  const name = typeof document['name'] === 'string' ? document['name'] : '';
  const byStep = spansByStep(columns, name, outline.steps);
  const visits = [...byStep].flatMap(([id, spans]) => visitsOf(spans).map((visit) => ({ ...visit, id })));
  const steps = inOrder(visits).flatMap((visit) => stepView(visit, outline, visits));
  const mapped = countMapped(columns, name, outline);
  return { run: { status: statusOf(columns, visits), steps }, mapped, unmapped: columns.count - mapped };
}

type StepVisit = Visit & { readonly id: string };

/** With their number among those that were undone, by when their undo began. */
function inOrder(visits: readonly StepVisit[]): readonly (StepVisit & { readonly undoOrder: number | null })[] {
  const undone = visits
    .filter(({ undoStart, undo }) => undoStart !== null && (undo === 'done' || undo === 'failed'))
    .toSorted((a, b) => (a.undoStart ?? 0) - (b.undoStart ?? 0));
  return visits
    .map((visit) => ({ ...visit, undoOrder: undone.indexOf(visit) === -1 ? null : undone.indexOf(visit) + 1 }))
    .toSorted((a, b) => a.start - b.start);
}

function stepView(
  visit: StepVisit & { readonly undoOrder: number | null },
  outline: Outline,
  all: readonly StepVisit[],
): readonly StepView[] {
  const entry = outline.steps.get(visit.id);
  if (!entry) return [];
  return [
    {
      path: visit.path,
      visit: visit.visit,
      id: visit.id,
      type: entry.type as StepView['type'],
      parent: null,
      block: null,
      status: visit.status,
      outcome: 'unknown',
      attempts: visit.attempts,
      readOnly: false,
      startedAt: visit.start,
      endedAt: visit.end,
      output: null,
      error: visit.errorType === null ? null : { type: visit.errorType, message: '' },
      until: null,
      with: null,
      undo: visit.undo,
      undoAttempts: visit.undoAttempts,
      undoError: visit.undoErrorType === null ? null : { type: visit.undoErrorType, message: '' },
      undoOrder: visit.undoOrder,
      branch: entry.type === 'choice' ? branchOf(entry, visit, all) : null,
      child: null,
      signal: null,
    },
  ];
}

/** The branch a choice took is told by what began next among the steps its branches lead to. */
function branchOf({ step }: StepEntry, { end }: Visit, all: readonly StepVisit[]): number | null {
  if (end === null) return null;
  const taken = portsOf(step)
    .flatMap((port) => {
      const target = targetOf(step, port);
      const next = all.filter(({ id, start }) => id === target && start >= end).map(({ start }) => start);
      return next.length === 0 ? [] : [{ port, start: Math.min(...next) }];
    })
    .toSorted((a, b) => a.start - b.start)[0];
  if (!taken) return null;
  return taken.port === 'otherwise' ? -1 : Number(taken.port.slice('branch:'.length));
}

function statusOf(columns: SpanColumns, visits: readonly Visit[]): RunView['status'] {
  for (let index = 0; index < columns.count; index += 1) {
    if (columnValue(columns, index, 'sagaloom.span') !== 'run') continue;
    return columns.end[index] === Infinity ? 'running' : 'completed';
  }
  return visits.some(({ end }) => end === null) ? 'running' : 'completed';
}

function countMapped(columns: SpanColumns, workflow: string, outline: Outline): number {
  const of = columns.attributes['sagaloom.step.id'];
  if (!of) return 0;
  const isStep = columns.values.map((value) => typeof value === 'string' && outline.steps.has(value));
  let count = 0;
  for (let index = 0; index < columns.count; index += 1) {
    if (isStep[of[index] ?? 0] !== true) continue;
    const named = columnValue(columns, index, 'sagaloom.workflow');
    if (named === undefined || named === workflow) count += 1;
  }
  return count;
}
