import { isObject, type Json } from '@sagaloom/engine/core';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../locales/index.ts';
import { Button, FieldMessage, IconButton, Select, Switch, TextField } from '../../ui/index.ts';
import type { Problems } from './check.ts';
import type { Field, Property } from './field.ts';
import { JsonField } from './JsonField.tsx';
import { withItem, withNewItem, withProperty } from './value.ts';
import css from './SchemaForm.module.css';

interface Props<F extends Field = Field> {
  readonly field: F;
  readonly name: string;
  readonly pointer: string;
  readonly optional: boolean;
  readonly value: Json | undefined;
  readonly problems: Problems;
  readonly onChange: (value: Json | undefined) => void;
}

type Of<K extends Field['kind']> = Props<Extract<Field, { readonly kind: K }>>;

/** One field of any kind; groups and lists hold more of them. */
function SchemaField(props: Props) {
  const { field } = props;
  switch (field.kind) {
    case 'text':
      return <TextInput {...props} field={field} />;
    case 'number':
      return <NumberInput {...props} field={field} />;
    case 'boolean':
      return <BooleanInput {...props} field={field} />;
    case 'choice':
      return <ChoiceInput {...props} field={field} />;
    case 'list':
      return <ListInput {...props} field={field} />;
    case 'group':
      return <GroupInput {...props} field={field} />;
    default:
      return <JsonInput {...props} />;
  }
}

/** The fields of the outermost group, without a frame around them. */
export function GroupFields({ properties, pointer, value, problems, onChange }: FieldsProps) {
  const held = isObject(value) ? value : {};
  return (
    <div className={css.fields}>
      {properties.map(({ name, required, field }) => (
        <SchemaField
          key={name}
          field={field}
          name={name}
          pointer={`${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`}
          optional={!required}
          value={held[name]}
          problems={problems}
          onChange={(inner) => onChange(withProperty(value, name, inner))}
        />
      ))}
    </div>
  );
}

interface FieldsProps extends Pick<Props, 'pointer' | 'value' | 'problems'> {
  readonly properties: readonly Property[];
  readonly onChange: (value: Json) => void;
}

function TextInput({ field, name, pointer, optional, value, problems, onChange }: Of<'text'>) {
  const common = useCommon({ field, name, pointer, optional, problems });
  return (
    <TextField
      {...common}
      value={typeof value === 'string' ? value : ''}
      onChange={(text) => onChange(text === '' ? undefined : text)}
    />
  );
}

function NumberInput({ field, name, pointer, optional, value, problems, onChange }: Of<'number'>) {
  const common = useCommon({ field, name, pointer, optional, problems });
  const [typed, setTyped] = useState('');
  const shown = typeof value === 'number' && Number(typed) !== value ? String(value) : typed;
  return (
    <TextField
      {...common}
      mono
      inputMode={field.integer ? 'numeric' : 'decimal'}
      value={value === undefined ? '' : shown}
      onChange={(text) => {
        setTyped(text);
        const number = Number(text);
        // What is no number is kept as typed; the schema then says so beside the field.
        onChange(text.trim() === '' ? undefined : Number.isFinite(number) ? number : text);
      }}
    />
  );
}

function BooleanInput({ field, name, pointer, value, problems, onChange }: Of<'boolean'>) {
  const problem = problems.get(pointer);
  return (
    <div className={css.field}>
      <Switch
        label={field.title ?? name}
        hint={field.hint ?? undefined}
        isSelected={value === true}
        onChange={onChange}
      />
      {problem && <FieldMessage message={problem} />}
    </div>
  );
}

function ChoiceInput({ field, name, pointer, value, problems, onChange }: Of<'choice'>) {
  const t = useT();
  const options = field.options.map((option) => ({
    value: JSON.stringify(option),
    label: typeof option === 'string' ? option : JSON.stringify(option),
  }));
  return (
    <Select
      label={field.title ?? name}
      options={options}
      value={value === undefined ? null : JSON.stringify(value)}
      placeholder={t('runs.form.choose')}
      hint={field.hint ?? undefined}
      error={problems.get(pointer)}
      onChange={(picked) => onChange(field.options.find((option) => JSON.stringify(option) === picked))}
    />
  );
}

function ListInput({ field, name, pointer, value, problems, onChange }: Of<'list'>) {
  const t = useT();
  const items = Array.isArray(value) ? (value as readonly Json[]) : [];
  const problem = problems.get(pointer);
  const label = field.title ?? name;
  return (
    <fieldset className={css.group}>
      <legend>{label}</legend>
      {field.hint && <p className={css.hint}>{field.hint}</p>}
      {items.map((item, index) => (
        // An item has no identity but its place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={css.item}>
          <SchemaField
            field={field.item}
            name={t('runs.form.item', { number: index + 1 })}
            pointer={`${pointer}/${index}`}
            optional={false}
            value={item}
            problems={problems}
            onChange={(inner) => onChange(withItem(value, index, inner ?? null))}
          />
          <IconButton
            label={t('runs.form.removeItem', { number: index + 1 })}
            icon={X}
            size="sm"
            onPress={() => onChange(withItem(value, index, undefined))}
          />
        </div>
      ))}
      {problem && <FieldMessage message={problem} />}
      <div>
        <Button size="sm" icon={Plus} onPress={() => onChange(withNewItem(value, field.item))}>
          {t('runs.form.addTo', { list: label })}
        </Button>
      </div>
    </fieldset>
  );
}

function GroupInput({ field, name, pointer, value, problems, onChange }: Of<'group'>) {
  const problem = problems.get(pointer);
  return (
    <fieldset className={css.group}>
      <legend>{field.title ?? name}</legend>
      {field.hint && <p className={css.hint}>{field.hint}</p>}
      <GroupFields
        properties={field.properties}
        pointer={pointer}
        value={value}
        problems={problems}
        onChange={onChange}
      />
      {problem && <FieldMessage message={problem} />}
    </fieldset>
  );
}

function JsonInput({ field, name, pointer, optional, value, problems, onChange }: Props) {
  const { label, hint, error, aside } = useCommon({ field, name, pointer, optional, problems });
  return <JsonField label={label} hint={hint} error={error} aside={aside} value={value} rows={4} onChange={onChange} />;
}

function useCommon({
  field,
  name,
  pointer,
  optional,
  problems,
}: Pick<Props, 'field' | 'name' | 'pointer' | 'optional' | 'problems'>) {
  const t = useT();
  return {
    label: field.title ?? name,
    hint: field.hint ?? undefined,
    error: problems.get(pointer),
    aside: optional ? t('runs.form.optional') : undefined,
  };
}
