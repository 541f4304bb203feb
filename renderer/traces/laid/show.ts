import { translate } from '../../locales/index.ts';
import { openWorkflow } from '../../shell/files/by-workflow.ts';
import { foldOverlay } from '../../shell/layout.ts';
import { notify } from '../../shell/notices.ts';
import type { TraceRef } from '../../shell/pages.ts';

/** Opens the drawing of the workflow that a trace is of. */
export async function showOnDrawing(trace: TraceRef, workflow: string | null): Promise<void> {
  foldOverlay();
  const tab = workflow === null ? null : await openWorkflow(workflow);
  if (tab === null) {
    notify(
      translate('traces.noDrawing', { name: trace.name }),
      translate('traces.noDrawingText', { workflow: workflow ?? '' }),
    );
  }
}
