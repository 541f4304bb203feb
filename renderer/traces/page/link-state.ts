import type { TimelineState } from '../../timeline/link.ts';

/** How a link says that a trace is to be looked at, until its page is there and takes it. */
const states = new Map<string, TimelineState>();

export function keepLinkState(trace: string, state: TimelineState): void {
  states.set(trace, state);
}

/** It stays: React may make a page twice before it is shown. The next link takes its place. */
export function linkStateOf(trace: string): TimelineState | undefined {
  return states.get(trace);
}
