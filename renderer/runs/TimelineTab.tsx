import { ChartGantt } from 'lucide-react';
import { useT } from '../locales/index.ts';
import { Timeline } from '../timeline/index.ts';
import { EmptyState } from '../ui/index.ts';
import { useAttachedRun } from './attached.ts';
import { showRun } from './show-run.ts';

export function TimelineTab() {
  const t = useT();
  const run = useAttachedRun();
  if (!run) {
    return (
      <EmptyState icon={ChartGantt} title={t('runs.noRun.title')}>
        {t('runs.noRun.timeline')}
      </EmptyState>
    );
  }
  return <Timeline key={run.runId} runId={run.runId} onOpenRun={(runId) => void showRun(runId)} />;
}
