import { ChartGantt } from 'lucide-react';
import { Timeline } from '../timeline/index.ts';
import { useLaidTrace } from '../traces/laid/laid.ts';
import { LaidTimeline } from '../traces/laid/LaidTimeline.tsx';
import { useAttachedRun } from './attached.ts';
import { NoRun } from './NoRun.tsx';
import { showRun } from './show-run.ts';

export function TimelineTab() {
  const run = useAttachedRun();
  const laid = useLaidTrace();
  if (!run && laid) return <LaidTimeline key={laid.trace.traceId} laid={laid} />;
  if (!run) {
    return <NoRun icon={ChartGantt} text="runs.noRun.timeline" />;
  }
  return <Timeline key={run.runId} runId={run.runId} onOpenRun={(runId) => void showRun(runId)} />;
}
