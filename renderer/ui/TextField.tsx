import type { ReactNode, Ref } from 'react';
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaProps,
} from 'react-aria-components';
import { cx } from './cx.ts';
import { FieldMessage } from './FieldMessage.tsx';
import css from './field.module.css';

export interface TextFieldProps extends Omit<AriaProps, 'children' | 'className' | 'style' | 'isInvalid'> {
  /** Visible; leave it out only with an `aria-label`. */
  readonly label?: string;
  /** Small, to the right of the label. */
  readonly aside?: ReactNode;
  readonly hint?: string | undefined;
  readonly error?: string | null | undefined;
  readonly warning?: string | null | undefined;
  readonly placeholder?: string | undefined;
  readonly mono?: boolean;
  /** Tinted as an expression. */
  readonly expression?: boolean;
  /** More than one row makes it a text area. */
  readonly rows?: number;
  readonly inputRef?: Ref<HTMLInputElement>;
}

export function TextField({
  label,
  aside,
  hint,
  error,
  warning,
  placeholder = '',
  mono,
  expression,
  rows,
  inputRef,
  ...rest
}: TextFieldProps) {
  const className = cx(css.input, (mono || expression) && css.mono, expression && css.expression);
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error)} className={cx(css.field)}>
      {(label ?? aside) && (
        <span className={css.head}>
          {label && <Label className={cx(css.label)}>{label}</Label>}
          {aside && <span className={css.aside}>{aside}</span>}
        </span>
      )}
      {rows && rows > 1 ? (
        <TextArea className={className} rows={rows} placeholder={placeholder} spellCheck={!mono} />
      ) : (
        <Input
          className={className}
          placeholder={placeholder}
          spellCheck={false}
          {...(inputRef ? { ref: inputRef } : {})}
        />
      )}
      {hint && !error && (
        <Text slot="description" className={cx(css.hint)}>
          {hint}
        </Text>
      )}
      {warning && !error && <FieldMessage severity="warning" message={warning} />}
      <FieldError className={cx(css.error)}>{error ? <FieldMessage message={error} /> : null}</FieldError>
    </AriaTextField>
  );
}
