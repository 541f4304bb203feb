import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useT } from '../../locales/index.ts';
import type { StartNodeType } from '../scene/types.ts';
import { Ports } from './Ports.tsx';
import css from './StartNode.module.css';

/** Where the run begins. */
export const StartNode = memo(function StartNode({ data }: NodeProps<StartNodeType>) {
  const t = useT();
  return (
    <>
      <div className={css.start} data-taken={data.taken || undefined} title={t('canvas.start')}></div>
      <Ports ports={data.ports} />
    </>
  );
});
