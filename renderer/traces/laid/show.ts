/** From a trace to the drawing of its workflow, with the trace over it. */
import type { SpanColumns } from '@sagaloom/engine/contract';
import { reveal } from '../../document/index.ts';
import { translate } from '../../locales/index.ts';
import { closeRunBar } from '../../runs/attached.ts';
import { showRun } from '../../runs/show-run.ts';
import { openWorkflow } from '../../shell/files/by-workflow.ts';
import { foldOverlay, showDock } from '../../shell/layout.ts';
import { attempt, notify } from '../../shell/notices.ts';
import type { TraceRef } from '../../shell/pages.ts';
import { readColumns } from '../read-columns.ts';
import { askAboutTraces } from '../trace-dialogs.ts';
import { layOver, type StoredRef, useLaid } from './laid.ts';
import { workflowsOf } from './workflows.ts';

/** `columns`: where they are at hand. A step that is meant is selected there. */
export async function showOnDrawing(
  trace: TraceRef,
  columns: SpanColumns | null = null,
  stepId: string | null = null,
): Promise<void> {
  if (trace.kind === 'run') return showRun(trace.runId, stepId);
  foldOverlay();
  await attempt('traces.noDrawing', { name: trace.name }, async () => {
    const read = columns ?? (await readColumns(trace.traceId));
    const workflows = workflowsOf(read);
    const tab = await firstDrawing(workflows);
    if (tab === null) return sayNoDrawing(trace, workflows);
    closeRunBar(tab); // one of the two can lie over it
    layOver(tab, { trace, columns: read, at: Date.now() });
    showDock('timeline');
    if (stepId !== null) reveal(tab, stepId);
  });
}

async function firstDrawing(workflows: readonly string[]): Promise<string | null> {
  for (const workflow of workflows) {
    // oxlint-disable-next-line no-await-in-loop -- until there is one
    const tab = await openWorkflow(workflow);
    if (tab !== null) return tab;
  }
  return null;
}

/** Either nothing says what the spans are of, which rules can mend; or the workflow is not here. */
function sayNoDrawing(trace: StoredRef, [workflow]: readonly string[]): void {
  notify(
    translate('traces.noDrawing', { name: trace.name }),
    workflow === undefined ? translate('traces.noWorkflowText') : translate('traces.noDrawingText', { workflow }),
    workflow === undefined
      ? {
          label: translate('traces.rules.edit'),
          run: () => askAboutTraces({ kind: 'rules', traceId: trace.traceId, draft: null }),
        }
      : null,
  );
}

/** Rules have changed: what lies over drawings is read anew. */
export async function layAnew(): Promise<void> {
  for (const [tab, { trace }] of Object.entries(useLaid.getState().byTab)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const columns = await readColumns(trace.traceId).catch(() => null); // gone meanwhile: what is shown stays
    if (columns && useLaid.getState().byTab[tab]?.trace.traceId === trace.traceId)
      layOver(tab, { trace, columns, at: Date.now() });
  }
}
