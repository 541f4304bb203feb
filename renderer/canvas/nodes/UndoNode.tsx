import type { NodeProps } from '@xyflow/react';
import { CircleAlert, Undo2 } from 'lucide-react';
import { memo } from 'react';
import { useHot } from '../hot.ts';
import type { UndoNodeType } from '../scene/types.ts';
import { Ports } from './Ports.tsx';
import css from './UndoNode.module.css';

/** How a step is undone, under the step; its number is when. A click opens it in the inspector. */
export const UndoNode = memo(function UndoNode({ data }: NodeProps<UndoNodeType>) {
  const { stepId, label, order, isOut, run, ports } = data;
  const { openUndo } = useHot();
  const state =
    run && (run.undo === 'running' || run.undo === 'done' || run.undo === 'stuck' || run.undo === 'failed')
      ? run.undo
      : null;
  const isIdle = run !== null && state === null;
  const Icon = state === 'stuck' || state === 'failed' ? CircleAlert : Undo2;
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={css.chip}
        data-state={state ?? undefined}
        data-idle={isIdle || isOut || undefined}
        onClick={() => openUndo(stepId)}
      >
        <Icon size={13} strokeWidth={2} aria-hidden />
        <span className={css.label} title={label}>
          {label}
        </span>
        {order !== null && !isOut && <span className={css.order}>{order}</span>}
      </button>
      <Ports ports={ports} />
    </>
  );
});
