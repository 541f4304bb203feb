/** Spans of a trace by the step they are of, as the drawing needs them: read once from the columns. */
import { columnValue, type SpanColumns, spanStatuses } from '@sagaloom/engine/contract';

export interface StepSpan {
  readonly index: number;
  /** Kind of span where the engine made it; null for one from elsewhere, which its attributes or a rule say is of the step. */
  readonly role: string | null;
  readonly path: string;
  readonly visit: number;
  readonly undo: boolean;
  /** `completed`, `failed`, …; null where it does not say. */
  readonly status: string | null;
  readonly failed: boolean;
  readonly errorType: string | null;
  readonly waitsFor: string | null;
  /** Epoch ms; an end of null is open. */
  readonly start: number;
  readonly end: number | null;
}

/** By step, in order of start. Spans of another workflow that is in the same trace are left out. */
export function spansByStep(
  columns: SpanColumns,
  workflow: string,
  steps: { readonly has: (id: string) => boolean },
): ReadonlyMap<string, readonly StepSpan[]> {
  const found = new Map<string, StepSpan[]>();
  const of = columns.attributes['sagaloom.step.id'];
  if (!of) return found;
  const idOf = columns.values.map((value) => (typeof value === 'string' && steps.has(value) ? value : null));
  for (let index = 0; index < columns.count; index += 1) {
    const id = idOf[of[index] ?? 0] ?? null;
    if (id === null || !isOfWorkflow(columns, index, workflow) || isWithinItself(columns, of, index)) continue;
    const list = found.get(id);
    const span = stepSpan(columns, index, id);
    if (list) list.push(span);
    else found.set(id, [span]);
  }
  return found;
}

function isOfWorkflow(columns: SpanColumns, index: number, workflow: string): boolean {
  const named = columnValue(columns, index, 'sagaloom.workflow');
  return named === undefined || named === workflow;
}

/** A span from elsewhere that is inside another one of the same step is a part of that, no second coming. */
function isWithinItself(columns: SpanColumns, of: Uint32Array, index: number): boolean {
  if (columnValue(columns, index, 'sagaloom.span') !== undefined) return false;
  for (let at = columns.parent[index] ?? -1; at !== -1; at = columns.parent[at] ?? -1) {
    if (of[at] === of[index]) return true;
  }
  return false;
}

function stepSpan(columns: SpanColumns, index: number, id: string): StepSpan {
  const text = (name: Parameters<typeof columnValue>[2]): string | null => {
    const value = columnValue(columns, index, name);
    return typeof value === 'string' ? value : null;
  };
  const visit = columnValue(columns, index, 'sagaloom.step.visit');
  const end = columns.end[index] ?? Infinity;
  const status = text('sagaloom.status');
  return {
    index,
    role: text('sagaloom.span'),
    path: text('sagaloom.step.path') ?? id,
    visit: typeof visit === 'number' ? visit : 1,
    undo: columnValue(columns, index, 'sagaloom.undo') === true,
    status,
    failed: status === 'failed' || spanStatuses[columns.status[index] ?? 0] === 'error',
    errorType: text('error.type'),
    waitsFor: text('sagaloom.wait.reason'),
    start: columns.origin + (columns.start[index] ?? 0),
    end: end === Infinity ? null : columns.origin + end,
  };
}
