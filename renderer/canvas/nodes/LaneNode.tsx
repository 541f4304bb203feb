import type { NodeProps } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { memo } from 'react';
import { useT } from '../../locales/index.ts';
import { Button } from '../../ui/index.ts';
import { useHot } from '../hot.ts';
import type { LaneNodeType } from '../scene/types.ts';
import { Ports } from './Ports.tsx';
import css from './LaneNode.module.css';

/** A branch of a parallel, or the `finally` of a try: a lane with its name. */
export const LaneNode = memo(function LaneNode({ data }: NodeProps<LaneNodeType>) {
  const { lane, label, isEmpty, ports } = data;
  const { block: hotBlock, addAt } = useHot();
  const t = useT();
  const [entry] = ports;
  return (
    <>
      <div className={css.lane} data-hot={hotBlock === lane.block || undefined}>
        <span className={css.label} title={label}>
          {label}
        </span>
        {!isEmpty && <span className={css.dot} style={{ top: entry?.y ?? 0 }} />}
        {isEmpty && (
          <span className={`${css.add} nodrag`}>
            <Button
              size="sm"
              icon={Plus}
              onPress={({ target }) => {
                const { left, bottom } = target.getBoundingClientRect();
                addAt({ kind: 'block', block: lane.block }, { x: left, y: bottom });
              }}
            >
              {t('canvas.group.add')}
            </Button>
          </span>
        )}
      </div>
      <Ports ports={ports} />
    </>
  );
});
