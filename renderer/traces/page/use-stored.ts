/** A trace from elsewhere while it is looked at: read whole, and read again when it has grown or rules have changed. */
import type { TraceSummary } from '@sagaloom/engine/contract';
import { useCallback, useEffect, useState } from 'react';
import { engine } from '../../rpc/index.ts';
import { explain, hasCode } from '../../shell/notices.ts';
import type { TraceSource } from '../../timeline/source.ts';
import { useKept } from '../kept.ts';
import { readColumns } from '../read-columns.ts';
import { useRules } from '../rules/rules.ts';
import { storedSource } from '../source.ts';

export interface Stored {
  /** `gone`: it is no longer kept. */
  readonly phase: 'loading' | 'ready' | 'broken' | 'gone';
  readonly problem: string | null;
  /** As it was when its spans were read. */
  readonly summary: TraceSummary | null;
  readonly source: TraceSource | null;
  /** The rules that were in force then, by `useRules`' version. */
  readonly rules: number;
  /** When they were read, epoch ms. */
  readonly at: number;
  /** Spans that have come over so far. */
  readonly read: number;
  /** Spans that came since. */
  readonly fresh: number;
  /** How often traces had changed when it was read, by `useKept`. */
  readonly changes: number;
}

const nothingYet: Stored = {
  phase: 'loading',
  problem: null,
  summary: null,
  source: null,
  rules: 0,
  at: 0,
  read: 0,
  fresh: 0,
  changes: 0,
};

/** A trace of so few spans is read again by itself when it grows; of a larger one the person says when. */
const few = 20_000;

export function useStored(traceId: string): Stored & { readonly reload: () => void } {
  const [stored, setStored] = useState(nothingYet);
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((count) => count + 1), []);
  const rules = useRules((state) => state.version);
  useEffect(() => {
    const stop = new AbortController();
    const put = (change: Partial<Stored>): void => {
      if (!stop.signal.aborted) setStored((now) => ({ ...now, ...change }));
    };
    void readStored(traceId, stop.signal, put);
    return () => stop.abort();
  }, [traceId, turn, rules]);
  useGrowth(traceId, stored, setStored, reload);
  return { ...stored, reload };
}

async function readStored(traceId: string, signal: AbortSignal, put: (change: Partial<Stored>) => void): Promise<void> {
  try {
    const { changes } = useKept.getState();
    const summary = await engine.traces.summary({ traceId }, { signal });
    const rules = useRules.getState().version;
    put({ summary, read: 0, changes });
    const columns = await readColumns(traceId, signal, (read) => put({ read }), summary.spans);
    put({ phase: 'ready', problem: null, source: storedSource(traceId, columns), rules, at: Date.now(), fresh: 0 });
  } catch (error) {
    put(hasCode(error, 'NOT_FOUND') ? { phase: 'gone' } : { phase: 'broken', problem: explain(error) });
  }
}

function useGrowth(
  traceId: string,
  { phase, summary, source, changes: read }: Stored,
  setStored: (change: (now: Stored) => Stored) => void,
  reload: () => void,
): void {
  const changes = useKept((state) => state.changes);
  const shown = phase === 'ready' && source ? (summary?.spans ?? 0) : null;
  useEffect(() => {
    if (shown === null || changes === read) return undefined;
    let isShown = true;
    engine.traces.summary({ traceId }).then(
      ({ spans }) => {
        if (!isShown || spans === shown) return;
        if (spans <= few) reload();
        else setStored((now) => ({ ...now, fresh: spans - shown }));
      },
      (error: unknown) => {
        if (isShown && hasCode(error, 'NOT_FOUND')) setStored((now) => ({ ...now, phase: 'gone' }));
      },
    );
    return () => {
      isShown = false;
    };
  }, [traceId, changes, read, shown, setStored, reload]);
}
