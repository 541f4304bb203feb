import { useT } from '../../locales/index.ts';
import type { Hovered } from './use-far-hand.ts';
import css from './FarLayer.module.css';

/** Says what the pointer is over: from afar, names are not drawn. */
export function FarTip({ hovered }: { readonly hovered: Hovered }) {
  const t = useT();
  const { node, x, y } = hovered;
  if (node.type !== 'step' && node.type !== 'frame' && node.type !== 'undo') return null;
  const { label, run } = node.data;
  const heat = node.type === 'undo' ? undefined : node.data.heat;
  const more = heat ? heat.words : run ? t(`canvas.state.${run.state}`) : node.type === 'step' ? node.data.summary : '';
  return (
    <div className={css.tip} role="tooltip" style={{ left: x + 14, top: y + 16 }}>
      {label}
      <small>{more}</small>
    </div>
  );
}
