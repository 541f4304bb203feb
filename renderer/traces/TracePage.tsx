import type { TraceRef } from '../shell/pages.ts';
import { RunTrace } from './page/RunTrace.tsx';
import { StoredTrace } from './page/StoredTrace.tsx';

/** A trace over the whole width. */
export function TracePage({ trace }: { readonly trace: TraceRef }) {
  return trace.kind === 'run' ? <RunTrace trace={trace} /> : <StoredTrace trace={trace} />;
}
