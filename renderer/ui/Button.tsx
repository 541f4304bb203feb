import type { LucideIcon } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { cx } from './cx.ts';
import css from './Button.module.css';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly variant?: 'primary' | 'secondary' | 'ghost' | 'danger';
  readonly size?: 'sm' | 'md';
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ variant = 'secondary', size = 'md', icon: Icon, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={cx(css.button, css[variant], css[size])}>
      {Icon && <Icon size={size === 'sm' ? 13 : 15} strokeWidth={1.75} aria-hidden />}
      {children}
    </AriaButton>
  );
}
