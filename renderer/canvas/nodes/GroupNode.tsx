import type { NodeProps } from '@xyflow/react';
import { FoldVertical, Maximize2, Plus } from 'lucide-react';
import { memo } from 'react';
import { useT } from '../../locales/index.ts';
import { Button, cx, IconButton } from '../../ui/index.ts';
import { glyphs } from '../glyphs/glyphs.ts';
import { addBranch } from '../actions/add.ts';
import { useHot } from '../hot.ts';
import { useMark } from '../marks.ts';
import type { GroupNodeType } from '../scene/types.ts';
import { Breakpoint } from './Breakpoint.tsx';
import { Ports } from './Ports.tsx';
import { StepName } from './StepName.tsx';
import { StepPills } from './StepPills.tsx';
import { StepState } from './StepState.tsx';
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
  const { block: hotBlock, addAt, collapse, enter, documentId, readOnly } = useHot();
  const mark = useMark(stepId);
  const t = useT();
  const isParallel = tone === 'parallel';
  return (
    <>
      {!isView && <Breakpoint stepId={stepId} isSet={breakpoint} isPausedHere={run?.state === 'paused'} />}
      <div
        className={cx(css.group, css[tone])}
        data-state={run?.state}
        data-hot={hotBlock === block || undefined}
        data-problem={problem?.severity}
        data-view={isView || undefined}
        data-mark={mark}
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
          {!isView && (
            <span className={`${css.fold} nodrag`}>
              {isParallel && !readOnly && (
                <IconButton
                  size="sm"
                  iconSize={13}
                  icon={Plus}
                  label={t('canvas.group.addBranch')}
                  onPress={() => addBranch(documentId, stepId)}
                />
              )}
              <IconButton
                size="sm"
                iconSize={13}
                icon={Maximize2}
                label={t('lanes.enter')}
                shortcut="Alt Enter"
                onPress={() => enter(stepId)}
              />
              <IconButton
                size="sm"
                iconSize={13}
                icon={FoldVertical}
                label={t('canvas.group.collapse')}
                onPress={() => collapse(stepId, true)}
              />
            </span>
          )}
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
        <StepPills stepId={stepId} pills={pills} run={run} problem={problem} />
      </div>
      <Ports ports={ports} />
    </>
  );
});
