import type { TelemetryInfo, TelemetrySettings, TelemetryStatus } from '@sagaloom/engine/contract';
import { useCallback, useEffect, useState } from 'react';
import { engine } from '../rpc/index.ts';
import { explain } from '../shell/notices.ts';

/** How it fares is looked at so often while somebody looks. */
const EVERY_MS = 1_500;

export interface TelemetryState {
  readonly info: TelemetryInfo | null;
  readonly status: TelemetryStatus | null;
  /** What was wrong with the last change. */
  readonly problem: string | null;
  /** True: it is in force. */
  readonly set: (settings: TelemetrySettings) => Promise<boolean>;
  readonly test: () => Promise<void>;
  readonly tested: Tested;
}

/** `problem` null: the collector took the span. */
export type Tested =
  | { readonly kind: 'not' }
  | { readonly kind: 'underWay' }
  | { readonly kind: 'done'; readonly problem: string | null };

export function useTelemetry(): TelemetryState {
  const [info, setInfo] = useState<TelemetryInfo | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [tested, setTested] = useState<Tested>({ kind: 'not' });
  const status = useStatus(info);
  const ask = useCallback(async (question: () => Promise<TelemetryInfo>): Promise<boolean> => {
    try {
      setInfo(await question());
      setProblem(null);
      return true;
    } catch (error) {
      setProblem(explain(error));
      return false;
    }
  }, []);
  useEffect(() => void ask(async () => engine.telemetry.get()), [ask]);
  return {
    info,
    status,
    problem,
    tested,
    set(settings) {
      setTested({ kind: 'not' });
      return ask(async () => engine.telemetry.set(settings));
    },
    async test() {
      setTested({ kind: 'underWay' });
      try {
        setTested({ kind: 'done', ...(await engine.telemetry.test()) });
      } catch (error) {
        setTested({ kind: 'done', problem: explain(error) });
      }
    },
  };
}

/** Anew whenever the settings have changed; an engine that is gone for a moment leaves the last. */
function useStatus(info: TelemetryInfo | null): TelemetryStatus | null {
  const [status, setStatus] = useState<TelemetryStatus | null>(null);
  useEffect(() => {
    if (info === null) return undefined;
    let isOver = false;
    const look = (): void =>
      void engine.telemetry.status().then(
        (now) => isOver || setStatus(now),
        () => {},
      );
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [info]);
  return status;
}
