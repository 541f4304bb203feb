import type { StepHeatLook } from '../heat.ts';
import css from './HeatMark.module.css';

/** How hot a step is: a figure on its corner, and a bar at its side that is as long as it is hot. */
export function HeatMark({ heat }: { readonly heat: StepHeatLook }) {
  return (
    <>
      {heat.level !== null && <i className={css.bar} data-level={heat.level} aria-hidden />}
      <span className={css.badge} data-level={heat.level ?? 'never'} title={heat.words}>
        {heat.badge}
      </span>
    </>
  );
}
