import { cx } from './cx.ts';
import css from './Kbd.module.css';

export function Kbd({ children, tone = 'plain' }: { readonly children: string; readonly tone?: 'plain' | 'inverse' }) {
  return <kbd className={cx(css.kbd, tone === 'inverse' && css.inverse)}>{children}</kbd>;
}
