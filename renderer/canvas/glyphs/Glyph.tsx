import { cx } from '../../ui/index.ts';
import { type GlyphName, glyphs } from './glyphs.ts';
import css from './Glyph.module.css';

/** The tile that says at a glance what kind of step this is. Its words stand beside it. */
export function Glyph({ name, size = 'md' }: { readonly name: GlyphName; readonly size?: 'sm' | 'md' }) {
  const { icon: Icon, tone } = glyphs[name];
  return (
    <span className={cx(css.glyph, css[tone], css[size])} aria-hidden>
      <Icon size={size === 'sm' ? 15 : 18} strokeWidth={1.75} />
    </span>
  );
}
