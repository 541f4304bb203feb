import type { RunStatus, UndoStatus } from '@sagaloom/engine/core';
import { TriangleAlert, Undo2 } from 'lucide-react';
import { useT } from '../locales/index.ts';
import { Chip } from '../ui/index.ts';
import { lookOf } from './status.ts';

interface Props {
  readonly status: RunStatus;
  readonly undo: UndoStatus;
  /** It waits for a slot of its concurrency key. */
  readonly queued: boolean;
}

/** A run that is on its way back says so; it is still running. */
export function StatusChip({ status, undo, queued }: Props) {
  const t = useT();
  if (status === 'running' && undo === 'running' && !queued) {
    return (
      <Chip tone="undo" icon={Undo2}>
        {t('runs.status.undoing')}
      </Chip>
    );
  }
  const { icon, tone, label } = lookOf({ status, queued });
  return (
    <>
      <Chip tone={tone} icon={icon}>
        {t(label)}
      </Chip>
      {undo === 'partial' && (
        <Chip tone="warn" icon={TriangleAlert}>
          {t('runs.status.partial')}
        </Chip>
      )}
    </>
  );
}
