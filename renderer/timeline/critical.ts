import type { TimelineModel } from './model.ts';

/** The chain of work that made a trace as long as it is: stretches of rows, apart, latest first, in real ms. */
export interface CriticalPath {
  readonly row: Uint32Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** By row, ms it has on the path; absent for most. */
  readonly byRow: ReadonlyMap<number, number>;
  readonly length: number;
  /** Of a row's stretches, which stand together, the first; past the end where it has none. */
  firstOf(row: number): number;
}

export function criticalPath(_model: TimelineModel, _now: number): CriticalPath {
  return {
    row: new Uint32Array(),
    from: new Float64Array(),
    to: new Float64Array(),
    byRow: new Map(),
    length: 0,
    firstOf: () => 0,
  };
}
