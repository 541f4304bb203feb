import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaProps } from 'react-aria-components';
import { cx } from './cx.ts';
import css from './Checkbox.module.css';

interface Props extends Omit<AriaProps, 'children' | 'className' | 'style'> {
  /** Leave it out where a row names it: in a list whose items can be chosen it has `slot="selection"`. */
  readonly children?: ReactNode;
}

export function Checkbox({ children, ...rest }: Props) {
  return (
    <AriaCheckbox {...rest} className={cx(css.checkbox)}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className={css.box} aria-hidden>
            {isIndeterminate ? <Minus size={11} strokeWidth={3} /> : isSelected && <Check size={11} strokeWidth={3} />}
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  );
}
