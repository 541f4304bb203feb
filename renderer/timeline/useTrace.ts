import { useEffect, useRef, useState } from 'react';
import { engine } from '../rpc/index.ts';
import { paced } from './paced.ts';
import { sourceOf } from './run-source.ts';
import type { TraceSource } from './source.ts';

export interface Trace {
  readonly phase: 'loading' | 'ready' | 'broken';
  readonly source: TraceSource;
  /** When it was read, epoch ms. */
  readonly at: number;
  readonly retry: () => void;
}

interface Fetched {
  readonly phase: Trace['phase'];
  readonly source: TraceSource;
  readonly at: number;
}

/** Events come faster than a picture need change. */
const paceMs = 250;
const nothingYet: Fetched = { phase: 'loading', source: sourceOf([]), at: 0 };

/** The trace of a run, read again as its history grows: `events` is the number of events known. */
export function useTrace(runId: string, events: number): Trace {
  const [fetched, setFetched] = useState<Fetched>(nothingYet);
  const reader = useRef<{ readonly poke: () => void }>(null);
  useEffect(() => {
    const stop = new AbortController();
    const read = async (): Promise<void> => {
      try {
        const spans = await engine.traces.get({ runId }, { signal: stop.signal });
        if (!stop.signal.aborted) setFetched({ phase: 'ready', source: sourceOf(spans), at: Date.now() });
      } catch {
        // What was read before is better than an empty place.
        if (!stop.signal.aborted)
          setFetched((now) => (now.source.columns.count > 0 ? now : { ...nothingYet, phase: 'broken' }));
      }
    };
    reader.current = paced(read, paceMs, stop.signal);
    return () => stop.abort();
  }, [runId]);
  useEffect(() => reader.current?.poke(), [runId, events]);
  return { ...fetched, retry: () => reader.current?.poke() };
}
