import type { RunView } from '@sagaloom/engine/core';
import { CircleDot, CirclePlay } from 'lucide-react';
import { useEffect } from 'react';
import { outlineOf, reveal, useDocuments } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { Button } from '../ui/index.ts';
import { resumeRun } from './actions/question.ts';
import css from './PausedBefore.module.css';

interface Props {
  readonly tab: string;
  readonly view: RunView;
  /** What is shown is how the run stands now, and not an earlier moment of it. */
  readonly isNow: boolean;
}

/** The run has come to a breakpoint: where it waits, and the way on. The step is brought into view when it gets there. */
export function PausedBefore({ tab, view, isNow }: Props) {
  const t = useT();
  const { pausedBefore, runId } = view;
  const place = pausedBefore && `${runId} ${pausedBefore.path}#${pausedBefore.visit}`;
  const step = pausedBefore?.id ?? null;
  const label = useDocuments(({ documents }) => {
    const open = documents.find(({ id }) => id === tab);
    return (open && outlineOf(open.document).steps.get(step ?? '')?.label) ?? step ?? '';
  });
  useEffect(() => {
    if (place !== undefined && isNow && step !== null) reveal(tab, step);
  }, [place, isNow, step, tab]);
  if (!pausedBefore) return null;
  return (
    <div className={css.paused} role="status">
      <CircleDot size={14} strokeWidth={2} aria-hidden />
      <span className={css.words} title={pausedBefore.path}>
        {t('breakpoints.pausedBefore', { name: label })}
      </span>
      {isNow && (
        <Button size="sm" icon={CirclePlay} onPress={() => void resumeRun(runId)}>
          {t('breakpoints.resume')}
        </Button>
      )}
    </div>
  );
}
