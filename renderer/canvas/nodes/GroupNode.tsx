import type { NodeProps } from '@xyflow/react';
import { FoldVertical, Maximize2, Plus } from 'lucide-react';
import { memo } from 'react';
import { useT } from '../../locales/index.ts';
import { keysLabel } from '../../shell/keys.ts';
import { Button, cx, IconButton } from '../../ui/index.ts';
import { glyphs } from '../glyphs/glyphs.ts';
import { addBranch } from '../actions/add.ts';
import { useHot } from '../hot.ts';
import { useMark } from '../marks.ts';
import type { GroupNodeType } from '../scene/types.ts';
import { Breakpoint } from './Breakpoint.tsx';
import { HeatMark } from './HeatMark.tsx';
import { Ports } from './Ports.tsx';
import { StepName } from './StepName.tsx';
import { StepPills } from './StepPills.tsx';
import { StepState } from './StepState.tsx';
import { useSteadySize } from './use-steady-size.ts';
import css from './GroupNode.module.css';

/** A saga, a try, a map or a parallel: a tinted ground that holds its steps, with its name and its rule. */
export const GroupNode = memo(function GroupNode({ data }: NodeProps<GroupNodeType>) {
  const {
    stepId,
    label,
    detail,
    glyph,
    tone,
    run,
    heat,
    pills,
    problem,
    ports,
    pivotX,
    isEmpty,
    isView,
    titleX,
    block,
    breakpoint,
  } = data;
  const Icon = glyphs[glyph].icon;
  const { block: hotBlock, addAt, enter } = useHot();
  const mark = useMark(stepId);
  const t = useT();
  const isParallel = tone === 'parallel';
  const steady = useSteadySize();
  return (
    <>
      {!isView && <Breakpoint stepId={stepId} isSet={breakpoint} isPausedHere={run?.state === 'paused'} />}
      <div
        {...steady}
        className={cx(css.group, css[tone])}
        data-state={run?.state}
        data-hot={hotBlock === block || undefined}
        data-problem={problem?.severity}
        data-view={isView || undefined}
        data-mark={mark}
        data-heat={heat ? (heat.level ?? 'never') : undefined}
      >
        <div
          className={css.title}
          style={{ left: titleX }}
          onDoubleClick={
            isView
              ? undefined
              : (event) => {
                  event.stopPropagation();
                  enter(stepId);
                }
          }
        >
          <Icon size={15} strokeWidth={2} aria-hidden />
          <StepName stepId={stepId} name={label} />
          <small className={css.detail} title={detail}>
            {detail}
          </small>
          <GroupTools stepId={stepId} isParallel={isParallel} isView={isView} />
        </div>
        {pivotX !== null && (
          <div className={css.pivot} style={{ left: pivotX }}>
            <span>{t('canvas.pivot')}</span>
          </div>
        )}
        {isEmpty && (
          <div className={css.empty}>
            <span>{isParallel ? '' : t('canvas.group.empty')}</span>
            <span className="nodrag">
              <Button
                size="sm"
                icon={Plus}
                onPress={({ target }) => {
                  const { left, bottom } = target.getBoundingClientRect();
                  addAt(isParallel ? { kind: 'branch', step: stepId } : { kind: 'block', block }, {
                    x: left,
                    y: bottom,
                  });
                }}
              >
                {t(isParallel ? 'canvas.group.addBranch' : 'canvas.group.add')}
              </Button>
            </span>
          </div>
        )}
        {run && <StepState run={run} />}
        {heat && <HeatMark heat={heat} />}
        <StepPills stepId={stepId} pills={pills} run={run} problem={problem} />
      </div>
      <Ports ports={ports} />
    </>
  );
});

interface ToolsProps {
  readonly stepId: string;
  readonly isParallel: boolean;
  /** It is shown alone, and so can neither be opened nor collapsed. */
  readonly isView: boolean;
}

/** What can be done with a group, shown while the pointer or the focus is on it. */
function GroupTools({ stepId, isParallel, isView }: ToolsProps) {
  const { collapse, enter, documentId, readOnly } = useHot();
  const t = useT();
  const size = { size: 'sm', iconSize: 13 } as const;
  return (
    <span className={`${css.fold} nodrag`}>
      {isParallel && !readOnly && (
        <IconButton
          {...size}
          icon={Plus}
          label={t('canvas.group.addBranch')}
          onPress={() => addBranch(documentId, stepId)}
        />
      )}
      {!isView && (
        <>
          <IconButton
            {...size}
            icon={Maximize2}
            label={t('lanes.enter')}
            shortcut={keysLabel('Alt+Enter')}
            onPress={() => enter(stepId)}
          />
          <IconButton
            {...size}
            icon={FoldVertical}
            label={t('canvas.group.collapse')}
            onPress={() => collapse(stepId, true)}
          />
        </>
      )}
    </span>
  );
}
