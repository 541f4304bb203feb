import type { NodeProps } from '@xyflow/react';
import { ChevronDown, ChevronUp, PencilLine, Plus, Trash2 } from 'lucide-react';
import { memo, useState } from 'react';
import { useT } from '../../locales/index.ts';
import { Button, IconButton } from '../../ui/index.ts';
import { moveBranch, removeBranch, renameBranch } from '../actions/branches.ts';
import { useHot } from '../hot.ts';
import type { LaneNodeType } from '../scene/types.ts';
import { Ports } from './Ports.tsx';
import { useSteadySize } from './use-steady-size.ts';
import css from './LaneNode.module.css';

/** A branch of a parallel, or the `finally` of a try: a lane with its name. */
export const LaneNode = memo(function LaneNode({ data }: NodeProps<LaneNodeType>) {
  const { lane, label, isEmpty, ports, place } = data;
  const { block: hotBlock, addAt, readOnly } = useHot();
  const [isNaming, setNaming] = useState(false);
  const t = useT();
  const [entry] = ports;
  const canName = place !== null && !readOnly;
  const steady = useSteadySize();
  return (
    <>
      <div {...steady} className={css.lane} data-hot={hotBlock === lane.block || undefined}>
        {isNaming ? (
          <Naming data={data} onEnd={() => setNaming(false)} />
        ) : (
          <span
            className={css.label}
            title={label}
            onDoubleClick={(event) => {
              event.stopPropagation();
              if (canName) setNaming(true);
            }}
          >
            {label}
          </span>
        )}
        {canName && !isNaming && <Tools data={data} onRename={() => setNaming(true)} />}
        {!isEmpty && <span className={css.dot} style={{ top: entry?.y ?? 0 }} />}
        {isEmpty && !readOnly && (
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

interface PartProps {
  readonly data: LaneNodeType['data'];
}

/** What can be done with a branch, shown while the pointer or the focus is on it. */
function Tools({ data: { lane, owner, label, place }, onRename }: PartProps & { readonly onRename: () => void }) {
  const { documentId } = useHot();
  const t = useT();
  const size = { size: 'sm', iconSize: 13 } as const;
  const by = (places: number) => () => moveBranch(documentId, owner, lane.name, places);
  if (!place) return null;
  return (
    <span className={`${css.tools} nodrag`} role="group" aria-label={label}>
      <IconButton {...size} icon={PencilLine} label={t('lanes.branch.rename')} onPress={onRename} />
      <IconButton
        {...size}
        icon={ChevronUp}
        label={t('lanes.branch.up')}
        isDisabled={place.index === 0}
        onPress={by(-1)}
      />
      <IconButton
        {...size}
        icon={ChevronDown}
        label={t('lanes.branch.down')}
        isDisabled={place.index === place.count - 1}
        onPress={by(1)}
      />
      <IconButton
        {...size}
        icon={Trash2}
        label={t('lanes.branch.remove')}
        onPress={() => removeBranch(documentId, owner, lane.name)}
      />
    </span>
  );
}

function Naming({ data: { lane, owner, label }, onEnd }: PartProps & { readonly onEnd: () => void }) {
  const { documentId } = useHot();
  const t = useT();
  const end = (name: string | null): void => {
    if (name !== null && name !== label) renameBranch(documentId, owner, lane.name, name);
    onEnd();
  };
  return (
    <input
      // The person asked for the field a moment ago.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      className={`${css.field} nodrag nopan`}
      defaultValue={label}
      aria-label={t('lanes.branch.rename')}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') end(event.currentTarget.value);
        if (event.key === 'Escape') end(null);
      }}
    />
  );
}
