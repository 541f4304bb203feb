import { ViewportPortal } from '@xyflow/react';
import { useGuideLines } from './use-guides.ts';
import css from './Guides.module.css';

const beyond = 12;

/** Lines through what is in line while something is dragged. */
export function Guides() {
  const guides = useGuideLines((state) => state.guides);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => {
        const length = to - from + 2 * beyond;
        const place =
          axis === 'x'
            ? { left: at, top: from - beyond, width: 0, height: length }
            : { left: from - beyond, top: at, width: length, height: 0 };
        return <span key={axis} className={css.guide} style={place} aria-hidden />;
      })}
    </ViewportPortal>
  );
}
