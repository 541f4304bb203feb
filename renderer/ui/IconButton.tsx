import type { LucideIcon } from 'lucide-react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { cx } from './cx.ts';
import { Tooltip, type TooltipPlacement } from './Tooltip.tsx';
import css from './Button.module.css';

export interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'aria-label'> {
  /** What it does: its accessible name, and its tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
  /** As the keyboard shows it: `Ctrl Z`. */
  readonly shortcut?: string;
  readonly size?: 'sm' | 'md';
  readonly iconSize?: number;
  readonly placement?: TooltipPlacement;
}

export function IconButton({
  label,
  icon: Icon,
  shortcut,
  size = 'md',
  iconSize,
  placement,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} {...(shortcut ? { shortcut } : {})} {...(placement ? { placement } : {})}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={cx(css.button, css.ghost, size === 'sm' ? css.iconSm : css.icon)}
      >
        <Icon size={iconSize ?? (size === 'sm' ? 14 : 16)} strokeWidth={1.75} aria-hidden />
      </AriaButton>
    </Tooltip>
  );
}
