import { Check, ChevronDown, type LucideIcon } from 'lucide-react';
import type { Key } from 'react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
} from 'react-aria-components';
import { cx } from './cx.ts';
import { FieldMessage } from './FieldMessage.tsx';
import css from './field.module.css';
import popover from './popover.module.css';

export interface SelectOption<V extends string = string> {
  readonly value: V;
  readonly label: string;
  /** A second, quieter line. */
  readonly description?: string;
  readonly icon?: LucideIcon;
}

export interface SelectProps<V extends string> {
  readonly label?: string;
  readonly 'aria-label'?: string;
  readonly options: readonly SelectOption<V>[];
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  readonly placeholder?: string;
  readonly hint?: string | undefined;
  readonly error?: string | null | undefined;
  readonly isDisabled?: boolean;
}

export function Select<V extends string>({
  label,
  options,
  value,
  onChange,
  placeholder,
  hint,
  error,
  isDisabled,
  ...rest
}: SelectProps<V>) {
  const pick = (key: Key | null) => {
    const option = options.find((candidate) => candidate.value === key);
    if (option) onChange(option.value);
  };
  return (
    <AriaSelect
      {...rest}
      value={value}
      onChange={pick}
      isDisabled={isDisabled ?? false}
      isInvalid={Boolean(error)}
      placeholder={placeholder ?? ' '}
      className={cx(css.field)}
    >
      {label && <Label className={cx(css.label)}>{label}</Label>}
      <Button className={cx(css.button)}>
        <SelectValue className={cx(css.value)}>
          {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
        </SelectValue>
        <ChevronDown size={14} strokeWidth={1.75} className={css.chevron} aria-hidden />
      </Button>
      {hint && !error && (
        <Text slot="description" className={cx(css.hint)}>
          {hint}
        </Text>
      )}
      {error && <FieldMessage message={error} />}
      <Popover className={cx(popover.popover, popover.list)} offset={4}>
        <ListBox items={options} className={cx(popover.items)}>
          {(option) => (
            <ListBoxItem id={option.value} textValue={option.label} className={cx(popover.item)}>
              {option.icon && <option.icon size={15} strokeWidth={1.75} aria-hidden />}
              <span className={popover.text}>
                {/* No slots: what is written of an option is its name, all of it. */}
                <span>{option.label}</span>
                {option.description && <small className={popover.description}>{option.description}</small>}
              </span>
              <Check size={14} strokeWidth={2} className={popover.check} aria-hidden />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
