import { useT } from '../../locales/index.ts';
import { useHot } from '../hot.ts';
import css from './Breakpoint.module.css';

interface Props {
  readonly stepId: string;
  readonly isSet: boolean;
  /** The run that is shown has paused here. */
  readonly isPausedHere: boolean;
}

/** The red dot in the left margin of a step, where a run pauses; a click there sets it or takes it away. The keyboard has F9. */
export function Breakpoint({ stepId, isSet, isPausedHere }: Props) {
  const { toggleBreakpoint } = useHot();
  const t = useT();
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`${css.margin ?? ''} nodrag`}
      data-set={isSet || undefined}
      data-paused={isPausedHere || undefined}
      aria-pressed={isSet}
      aria-label={t('breakpoints.label')}
      title={t(isSet ? 'breakpoints.remove' : 'breakpoints.set')}
      onClick={(event) => {
        event.stopPropagation();
        toggleBreakpoint(stepId);
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}
