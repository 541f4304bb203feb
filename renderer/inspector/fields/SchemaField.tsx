import { type MessageKey, type Translate, useT } from '../../locales/index.ts';
import type { Path } from '../../document/index.ts';
import { en } from '../../locales/en/index.ts';
import { Select, Switch } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import type { FieldSpec } from '../schema.ts';
import { Row } from './Field.tsx';
import { JsonField } from './JsonField.tsx';
import { ListField } from './ListField.tsx';
import { RecordField } from './RecordField.tsx';
import { parseNumber, TextRow } from './TextRow.tsx';

interface Props {
  readonly spec: FieldSpec;
  /** Path of what holds the field. */
  readonly at?: Path;
  /** Whose field it is, where one word does not fit all: `inspector.field.SCOPE.NAME` comes first. */
  readonly scope?: string;
}

/** A field as its schema describes it. Words come from the catalogue; a field newer than the catalogue shows its own description. */
export function SchemaField({ spec, at = [], scope }: Props) {
  const t = useT();
  const path = [...at, spec.name];
  const label = labelOf(spec, t, scope);
  const hint = hintOf(spec, t, scope);
  const placeholder = spec.fallback ?? '';
  switch (spec.kind.kind) {
    case 'boolean':
      return <SwitchRow path={path} label={label} hint={hint} />;
    case 'choice':
      return <ChoiceRow spec={spec} path={path} label={label} hint={hint} options={spec.kind.options} />;
    case 'template':
      return <JsonField path={path} label={label} hint={hint} canBeExpression />;
    case 'other':
      return <JsonField path={path} label={label} hint={hint} />;
    case 'record':
      return (
        <RecordField
          path={path}
          label={label}
          keyLabel={t('inspector.field.variable')}
          valueLabel={t('inspector.field.value')}
          keyStem="value"
          hint={hint}
        />
      );
    case 'list':
      return <ListField path={path} label={label} hint={hint} placeholder={placeholder} />;
    case 'number':
      return <TextRow path={path} label={label} hint={hint} placeholder={placeholder} parse={parseNumber} />;
    default:
      return (
        <TextRow
          path={path}
          label={label}
          hint={hint}
          placeholder={placeholder}
          mono={spec.kind.kind === 'expression' || spec.kind.kind === 'id'}
        />
      );
  }
}

function SwitchRow({
  path,
  label,
  hint,
}: {
  readonly path: Path;
  readonly label: string;
  readonly hint: string | undefined;
}) {
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
}: {
  readonly spec: FieldSpec;
  readonly path: Path;
  readonly label: string;
  readonly hint: string | undefined;
  readonly options: readonly string[];
}) {
  const t = useT();
  const { value, pointer, readOnly, problem, write } = useField(path);
  const chosen = typeof value === 'string' ? value : spec.fallback;
  return (
    <Row pointer={pointer}>
      <Select
        label={label}
        options={options.map((option) => ({ value: option, label: optionLabel(spec.name, option, t) }))}
        value={chosen}
        onChange={(next) => write(next === spec.fallback ? undefined : next)}
        isDisabled={readOnly}
        hint={hint}
        error={problem?.message}
      />
    </Row>
  );
}

const has = (key: string): key is MessageKey => key in en;

function labelOf({ name }: FieldSpec, t: Translate, scope?: string): string {
  const key = [`inspector.field.${scope ?? ''}.${name}`, `inspector.field.${name}`].find(has);
  return key === undefined ? name : t(key);
}

function hintOf({ name, description }: FieldSpec, t: Translate, scope?: string): string | undefined {
  const keys = [`inspector.help.${scope ?? ''}.${name}`, ...(scope === undefined ? [`inspector.help.${name}`] : [])];
  const key = keys.find(has);
  if (key !== undefined) return t(key);
  return has(`inspector.field.${name}`) || description === '' ? undefined : description;
}

function optionLabel(name: string, option: string, t: Translate): string {
  const key = `inspector.option.${name}.${option}`;
  return has(key) ? t(key) : option;
}
