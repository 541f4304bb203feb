import type { Json } from '@sagaloom/engine/core';
import { engine } from '../../rpc/index.ts';
import { explain } from '../../shell/notices.ts';

export type LastInput =
  | { readonly ok: true; readonly input: Json }
  /** Null: there was no run yet. */
  | { readonly ok: false; readonly problem: string | null };

/** What the latest run of a workflow was started with. */
export async function lastInput(workflow: string): Promise<LastInput> {
  try {
    const [latest] = (await engine.runs.list({ workflow, limit: 1 })).items;
    if (!latest) return { ok: false, problem: null };
    const { history } = await engine.runs.get({ runId: latest.runId });
    const [started] = history;
    return started?.type === 'RunStarted' ? { ok: true, input: started.input } : { ok: false, problem: null };
  } catch (error) {
    return { ok: false, problem: explain(error) };
  }
}
