import { create } from 'zustand';
import type { TimelineState } from '../../timeline/link.ts';

/** How a link says that a trace is to be looked at. */
interface LinkState {
  readonly state: TimelineState | undefined;
  /** Counts the links that were followed to it: each shows it anew. */
  readonly count: number;
}

const none: LinkState = { state: undefined, count: 0 };
const useLinks = create<{ readonly byTrace: Readonly<Record<string, LinkState>> }>(() => ({ byTrace: {} }));

/** `trace`: id of a trace, or of a run. */
export function followLink(trace: string, state: TimelineState): void {
  useLinks.setState(({ byTrace }) => ({
    byTrace: { ...byTrace, [trace]: { state, count: (byTrace[trace]?.count ?? 0) + 1 } },
  }));
}

export function useLinkState(trace: string): LinkState {
  return useLinks(({ byTrace }) => byTrace[trace] ?? none);
}
