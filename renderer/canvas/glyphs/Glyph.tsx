import { cx } from '../../ui/index.ts';
import { type GlyphName, glyphs } from './glyphs.ts';
import css from './Glyph.module.css';

interface Props {
  readonly name: GlyphName;
  /** SVG path data of an activity's own drawing, in a box of 16 by 16. */
  readonly icon?: string | null | undefined;
  readonly size?: 'sm' | 'md';
}

/** The tile that says at a glance what kind of step this is. Its words stand beside it. */
export function Glyph({ name, icon, size = 'md' }: Props) {
  const { icon: Icon, tone, shape } = glyphs[name];
  const pixels = size === 'sm' ? 15 : 18;
  return (
    <span className={cx(css.glyph, css[tone], css[size], css[shape])} aria-hidden>
      {icon ? <Drawing icon={icon} pixels={pixels} /> : <Icon size={pixels} strokeWidth={1.75} />}
    </span>
  );
}

function Drawing({ icon, pixels }: { readonly icon: string; readonly pixels: number }) {
  return (
    <svg width={pixels} height={pixels} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth={1.3}>
      <path d={icon} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
