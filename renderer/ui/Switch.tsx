import { Switch as AriaSwitch } from 'react-aria-components';
import { cx } from './cx.ts';
import css from './field.module.css';

interface Props {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
}

export function Switch({ label, hint, isDisabled = false, ...rest }: Props) {
  return (
    <AriaSwitch {...rest} isDisabled={isDisabled} className={cx(css.switch)}>
      <span className={css.track} aria-hidden />
      <span className={css.switchText}>
        <span className={css.switchLabel}>{label}</span>
        {hint && <span className={css.hint}>{hint}</span>}
      </span>
    </AriaSwitch>
  );
}
