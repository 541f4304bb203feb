import { useContext, useEffect, useRef } from 'react';
import { ComboBox, ComboBoxStateContext, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { cx } from '../../ui/index.ts';
import field from '../../ui/field.module.css';
import popover from '../../ui/popover.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly isInvalid?: boolean;
}

/** A text of one's own, or one that is known: what is typed narrows the list. */
export function SuggestField({ label, value, onChange, options, isInvalid = false }: Props) {
  const labels = new Map(options.map((option) => [option.id, option.label]));
  return (
    <ComboBox
      allowsCustomValue
      menuTrigger="focus"
      defaultFilter={(id, typed) => has(id, typed) || has(labels.get(id) ?? '', typed)}
      inputValue={value}
      onInputChange={onChange}
      onSelectionChange={(key) => {
        if (key !== null) onChange(String(key));
      }}
      isInvalid={isInvalid}
      className={cx(field.field)}
    >
      <OpensLate count={options.length} />
      <Label className={cx(field.label)}>{label}</Label>
      <Input className={cx(field.input, field.mono)} spellCheck={false} />
      <Popover className={cx(popover.popover, popover.list)} offset={4}>
        <ListBox items={options} className={cx(popover.items)}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.id} className={cx(popover.item)}>
              <span className={popover.text}>
                <span>{option.id}</span>
                {option.label !== option.id && <small className={popover.description}>{option.label}</small>}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** What is known may come after the field was entered, or typed in: the list, which had nothing to show then, opens with it. */
function OpensLate({ count }: { readonly count: number }): null {
  const state = useContext(ComboBoxStateContext);
  const seen = useRef(count);
  const isLate = useRef(false);
  useEffect(() => {
    if (count > seen.current) isLate.current = true;
    seen.current = count;
    if (!isLate.current || !state) return;
    // The list learns of it some renderings later, and does not open while it has nothing.
    if (state.isOpen || !state.isFocused) isLate.current = false;
    else state.open(null, 'input');
  }, [count, state]);
  return null;
}

const has = (text: string, typed: string): boolean => text.toLowerCase().includes(typed.toLowerCase());
