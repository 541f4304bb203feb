import type { NodeProps } from '@xyflow/react';
import { Undo2 } from 'lucide-react';
import { memo } from 'react';
import type { BackNodeType } from '../scene/types.ts';
import css from './BackNode.module.css';

/** The lane of the way back, at the foot of a saga, with the words for what it shows. */
export const BackNode = memo(function BackNode({ data }: NodeProps<BackNodeType>) {
  return (
    <div className={css.lane}>
      <span className={css.label} title={data.label}>
        <Undo2 size={12} strokeWidth={2} aria-hidden />
        <span>{data.label}</span>
      </span>
    </div>
  );
});
