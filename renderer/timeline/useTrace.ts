import type { SpanRecord } from '@sagaloom/engine/contract';
import { useEffect, useRef, useState } from 'react';
import { engine } from '../rpc/index.ts';

export interface Trace {
  readonly phase: 'loading' | 'ready' | 'broken';
  readonly spans: readonly SpanRecord[];
  /** When it was read, epoch ms. */
  readonly at: number;
  readonly retry: () => void;
}

interface Fetched {
  readonly phase: Trace['phase'];
  readonly spans: readonly SpanRecord[];
  readonly at: number;
}

/** Events come faster than a picture need change. */
const throttleMs = 250;
/** The span store follows the journal, about a second behind at most: a trace that lags is asked for again. */
const lagMs = 400;
const lagTries = 12;

/**
 * The trace of a run, read again as its history grows. `events` is the number of events known: a change of it, or of `open`, is what
 * makes this ask.
 */
export function useTrace(runId: string, events: number, open: boolean): Trace {
  const [fetched, setFetched] = useState<Fetched>({ phase: 'loading', spans: [], at: 0 });
  const [attempt, setAttempt] = useState(0);
  const last = useRef(0);
  useEffect(() => {
    const stop = new AbortController();
    let timer = 0;
    const read = async (tries: number): Promise<void> => {
      last.current = performance.now();
      try {
        const spans = await engine.traces.get({ runId }, { signal: stop.signal });
        if (stop.signal.aborted) return;
        setFetched({ phase: 'ready', spans, at: Date.now() });
        if (lags(spans, open) && tries > 0) timer = later(() => void read(tries - 1), lagMs);
      } catch {
        // What was read before is better than an empty place.
        if (!stop.signal.aborted) setFetched((now) => (now.spans.length > 0 ? now : { ...now, phase: 'broken' }));
      }
    };
    timer = later(() => void read(lagTries), Math.max(0, throttleMs - (performance.now() - last.current)));
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [runId, events, open, attempt]);
  return { ...fetched, retry: () => setAttempt((n) => n + 1) };
}

function later(call: () => void, ms: number): number {
  return window.setTimeout(call, ms);
}

/** The run has ended, or has begun, and its trace does not know it yet. */
function lags(spans: readonly SpanRecord[], open: boolean): boolean {
  return spans.length === 0 || (!open && spans.some(({ endMs }) => endMs === null));
}
