import { create } from 'zustand';
import { translate } from '../locales/index.ts';
import { engine } from '../rpc/index.ts';
import { attempt } from '../shell/notices.ts';
import { toast } from '../ui/index.ts';

interface CancelState {
  /** The run that the person is asked about. */
  readonly runId: string | null;
}

export const useCancelQuestion = create<CancelState>(() => ({ runId: null }));

export function askToCancel(runId: string | null): void {
  useCancelQuestion.setState({ runId });
}

export async function cancelRun(runId: string, why: string): Promise<void> {
  const done = await attempt('runs.cancel.failed', { id: runId }, async () =>
    engine.runs.cancel({ runId, ...(why ? { why } : {}) }),
  );
  if (done) toast(() => translate('runs.cancel.asked', { id: shortId(runId) }));
}

/** The end of an id tells runs apart; its beginning is the time. */
export function shortId(runId: string): string {
  return runId.length > 14 ? `…${runId.slice(-8)}` : runId;
}
