import { translate } from '../locales/index.ts';
import { useOpenRuns } from '../runs/open-runs.ts';
import { isOpen, statusLook } from '../runs/status.ts';
import { announce } from '../ui/index.ts';

/** What the eye sees happen to a run that is looked at, said for those who hear: it ended, or it needs a person. */
export function announceRuns(): void {
  useOpenRuns.subscribe(({ runs }, before) => {
    for (const [runId, { head }] of Object.entries(runs)) {
      const was = before.runs[runId]?.head;
      if (!head || !was || head.status === was.status) continue;
      if (isOpen(head.status) && head.status !== 'suspended') continue;
      announce(
        translate('shell.said.run', { workflow: head.workflow, status: translate(statusLook[head.status].label) }),
      );
    }
  });
}
