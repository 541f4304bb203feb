import type { NodeProps } from '@xyflow/react';
import { ExternalLink, UnfoldVertical } from 'lucide-react';
import { memo } from 'react';
import { useT } from '../../locales/index.ts';
import { IconButton } from '../../ui/index.ts';
import { StepGlyph } from '../glyphs/StepGlyph.tsx';
import { isTerminal } from '../glyphs/glyphs.ts';
import { useHot } from '../hot.ts';
import { useMark } from '../marks.ts';
import type { StepNodeType } from '../scene/types.ts';
import { Breakpoint } from './Breakpoint.tsx';
import { HeatMark } from './HeatMark.tsx';
import { Ports } from './Ports.tsx';
import { StepName } from './StepName.tsx';
import { StepPills } from './StepPills.tsx';
import { StepState } from './StepState.tsx';
import css from './StepNode.module.css';

/** One step on the canvas. It shows what `data` says: the canvas decides, the node draws. */
export const StepNode = memo(function StepNode({ data }: NodeProps<StepNodeType>) {
  const { stepId, label, summary, collapsed, glyph, activity, breakpoint, run, heat, pills, problem, ports } = data;
  const { after, collapse, openRun } = useHot();
  const mark = useMark(stepId);
  const child = run?.child ?? null;
  const t = useT();
  return (
    <>
      <Breakpoint stepId={stepId} isSet={breakpoint} isPausedHere={run?.state === 'paused'} />
      <div
        className={css.node}
        data-state={run?.state}
        data-problem={problem?.severity}
        data-collapsed={collapsed || undefined}
        data-ends={isTerminal(glyph) || undefined}
        data-after={after === stepId || undefined}
        data-mark={mark}
        data-heat={heat ? (heat.level ?? 'never') : undefined}
      >
        <StepGlyph glyph={glyph} activity={activity} />
        <div className={css.text}>
          <StepName stepId={stepId} name={label} />
          <span className={css.summary} title={summary}>
            {summary}
          </span>
        </div>
        {child !== null && (
          <span className={`${css.unfold} nodrag`}>
            <IconButton
              size="sm"
              iconSize={13}
              icon={ExternalLink}
              label={t('canvas.state.openChild', { id: child })}
              onPress={() => openRun(child)}
            />
          </span>
        )}
        {collapsed && (
          <span className={`${css.unfold} nodrag`}>
            <IconButton
              size="sm"
              iconSize={13}
              icon={UnfoldVertical}
              label={t('canvas.group.expand')}
              onPress={() => collapse(stepId, false)}
            />
          </span>
        )}
        {run && <StepState run={run} />}
        {heat && <HeatMark heat={heat} />}
        <StepPills stepId={stepId} pills={pills} run={run} problem={problem} />
      </div>
      <Ports ports={ports} />
    </>
  );
});
