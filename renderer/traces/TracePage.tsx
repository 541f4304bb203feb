import type { TraceRef } from '../shell/pages.ts';

/** A trace over the whole width. */
export function TracePage({ trace }: { readonly trace: TraceRef }) {
  return <h2>{trace.name}</h2>;
}
