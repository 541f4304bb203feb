import { type Json, isObject } from '@sagaloom/engine/core';
import { Plus, X } from 'lucide-react';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Button, IconButton, Select, Switch } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { DurationField } from '../retry/DurationField.tsx';
import type { FieldSpec } from '../schema.ts';
import { SchemaEditor } from '../schemas/SchemaEditor.tsx';
import { fallbackWords, helpOf, labelOf, optionLabel } from '../words.ts';
import { Choices } from './Choices.tsx';
import { Card, Row } from './Field.tsx';
import css from './Field.module.css';
import { JsonField } from './JsonField.tsx';
import { ListField } from './ListField.tsx';
import { RecordField } from './RecordField.tsx';
import { parseNumber, TextRow } from './TextRow.tsx';
import { Under } from './Under.tsx';

interface Props {
  readonly spec: FieldSpec;
  /** Path of what holds the field. */
  readonly at?: Path;
  /** Whose field it is, where one word does not fit all: `inspector.field.SCOPE.NAME` comes first. */
  readonly scope?: string | undefined;
}

/** What every kind of field is given. */
interface Common {
  readonly path: Path;
  readonly label: string;
  readonly hint: string | undefined;
}

/** A field as its schema describes it. Words come from the catalogue; a field newer than the catalogue shows its own description. */
export function SchemaField({ spec, at = [], scope }: Props) {
  const t = useT();
  const path = [...at, spec.name];
  const common = { path, label: labelOf(spec, t, scope), hint: helpOf(spec, t, scope) };
  const placeholder = fallbackWords(spec.fallback, t);
  switch (spec.kind.kind) {
    case 'boolean':
      return <SwitchRow {...common} />;
    case 'choice':
      return <ChoiceRow spec={spec} {...common} options={spec.kind.options} />;
    case 'choices':
      return <Choices {...common} name={spec.name} options={spec.kind.options} />;
    case 'schema':
      return <SchemaEditor {...common} />;
    case 'template':
      return <JsonField {...common} canBeExpression placeholder={placeholder} />;
    case 'other':
      return <JsonField {...common} />;
    case 'group':
      return <Group {...common} fields={spec.kind.fields} scope={spec.name} />;
    case 'record':
      return (
        <RecordField
          {...common}
          keyLabel={t('inspector.field.variable')}
          valueLabel={t('inspector.field.value')}
          keyStem="value"
        />
      );
    case 'list':
      return <ListField {...common} placeholder={placeholder} />;
    case 'duration':
      return <DurationField {...common} fallback={spec.fallback} />;
    case 'number':
      return (
        <div className={css.row}>
          <TextRow {...common} placeholder={placeholder} parse={parseNumber} />
          <Under path={path} fallback={placeholder} />
        </div>
      );
    default:
      return (
        <TextRow
          {...common}
          placeholder={placeholder}
          mono={spec.kind.kind === 'id'}
          isExpression={spec.kind.kind === 'expression'}
          isRequired={spec.isRequired}
        />
      );
  }
}

function SwitchRow({ path, label, hint }: Common) {
  const { value, pointer, readOnly, write } = useField(path);
  return (
    <Row pointer={pointer}>
      <Switch
        label={label}
        hint={hint}
        isSelected={value === true}
        onChange={(on) => write(on ? true : undefined)}
        isDisabled={readOnly}
      />
    </Row>
  );
}

/** The default is a choice like any other; choosing it takes the field out of the file. */
function ChoiceRow({
  spec,
  path,
  label,
  hint,
  options,
}: Common & { readonly spec: FieldSpec; readonly options: readonly string[] }) {
  const t = useT();
  const { value, pointer, readOnly, problem, write } = useField(path);
  const fallback = options.find((option) => option === spec.fallback) ?? null;
  const chosen = typeof value === 'string' ? value : fallback;
  return (
    <Row pointer={pointer}>
      <Select
        label={label}
        options={options.map((option) => ({ value: option, label: optionLabel(spec.name, option, t) }))}
        value={chosen}
        onChange={(next) => write(next === fallback && value !== next ? undefined : next)}
        isDisabled={readOnly}
        hint={hint}
        error={problem?.message}
      />
    </Row>
  );
}

/** Fields of their own, that are there together or not at all. */
function Group({
  path,
  label,
  hint,
  fields,
  scope,
}: Common & { readonly fields: readonly FieldSpec[]; readonly scope: string }) {
  const t = useT();
  const { value, pointer, readOnly, write } = useField(path);
  const fresh = (): Json =>
    Object.fromEntries(fields.filter(({ isRequired }) => isRequired).map((field) => [field.name, freshValue(field)]));
  if (!isObject(value))
    return (
      <Row pointer={pointer}>
        <div className={css.label}>{label}</div>
        {hint !== undefined && <p className={css.note}>{hint}</p>}
        {!readOnly && (
          <div className={css.message}>
            <Button size="sm" icon={Plus} onPress={() => write(fresh())}>
              {t('schemas.group.add', { name: label })}
            </Button>
          </div>
        )}
      </Row>
    );
  return (
    <Card
      title={label}
      pointer={pointer}
      actions={
        !readOnly && (
          <IconButton
            size="sm"
            icon={X}
            label={t('inspector.remove', { name: label })}
            onPress={() => write(undefined)}
          />
        )
      }
    >
      {fields.map((field) => (
        <SchemaField key={field.name} spec={field} at={path} scope={scope} />
      ))}
    </Card>
  );
}

const freshValue = ({ kind }: FieldSpec): Json => (kind.kind === 'choice' ? (kind.options[0] ?? '') : '');
