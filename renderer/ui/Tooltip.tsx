import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, type TooltipProps, TooltipTrigger } from 'react-aria-components';
import { cx } from './cx.ts';
import { Kbd } from './Kbd.tsx';
import css from './Tooltip.module.css';

export type TooltipPlacement = NonNullable<TooltipProps['placement']>;

interface Props {
  readonly label: string;
  readonly shortcut?: string;
  readonly placement?: TooltipPlacement;
  /** A button or another focusable part of this kit. */
  readonly children: ReactElement;
}

export function Tooltip({ label, shortcut, placement = 'bottom', children }: Props) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <AriaTooltip placement={placement} offset={6} className={cx(css.tooltip)}>
        {label}
        {shortcut && <Kbd tone="inverse">{shortcut}</Kbd>}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
