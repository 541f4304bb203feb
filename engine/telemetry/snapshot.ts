import type { Compensation, TraceState } from './trace-state.ts';

type Plain<T> = Omit<T, 'parents' | 'ended' | 'works' | 'undos' | 'ledger' | 'compensations'> & {
  readonly works: readonly (readonly [string, unknown])[];
  readonly undos: readonly (readonly [string, unknown])[];
  readonly ledger: readonly (readonly [string, unknown])[];
  readonly compensations: readonly (readonly [string, unknown])[];
};

/** The fold's state as text, so that it goes on where it was without reading a run's history again. */
export function freeze(state: TraceState): string {
  const { parents: _, ended: __, works, undos, ledger, compensations, ...plain } = state;
  const frozen: Plain<TraceState> = {
    ...plain,
    works: [...works],
    undos: [...undos],
    ledger: [...ledger],
    compensations: [...compensations].map(([frame, at]) => [frame, { ...at, open: [...at.open] }]),
  };
  return JSON.stringify(frozen);
}

export function thaw(text: string): TraceState {
  const { works, undos, ledger, compensations, ...plain } = JSON.parse(text) as Plain<TraceState>;
  const opened = (compensations as [string, Compensation & { open: Iterable<string> }][]).map(
    ([frame, at]) => [frame, { ...at, open: new Set(at.open) }] as const,
  );
  return {
    ...plain,
    works: new Map(works as [string, never][]),
    undos: new Map(undos as [string, never][]),
    ledger: new Map(ledger as [string, never][]),
    compensations: new Map(opened),
    parents: new Map(),
    ended: [],
  };
}
