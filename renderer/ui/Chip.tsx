import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './Chip.module.css';

/** What its colour says; the look gives the meaning of each. */
export type Tone = 'accent' | 'ok' | 'warn' | 'bad' | 'undo' | 'flow' | 'time' | 'neutral';

interface Props {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly title?: string;
}

export function Chip({ tone = 'neutral', icon: Icon, children, title }: Props) {
  return (
    <span className={cx(css.chip, css[tone])} title={title}>
      {Icon && <Icon size={12} strokeWidth={2.4} aria-hidden />}
      <span className={css.text}>{children}</span>
    </span>
  );
}
