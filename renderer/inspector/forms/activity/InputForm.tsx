import { isObject, type Json } from '@sagaloom/engine/core';
import { ChevronDown } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Path } from '../../../document/index.ts';
import { useLocaleStore, useT } from '../../../locales/index.ts';
import { isExpressionText } from '../../../canvas/scene/expression.ts';
import { type Field, fieldOf, type Property } from '../../../runs/form/field.ts';
import { Button } from '../../../ui/index.ts';
import { useField } from '../../editing.ts';
import { Card } from '../../fields/Field.tsx';
import { JsonField } from '../../fields/JsonField.tsx';
import { RecordField } from '../../fields/RecordField.tsx';
import { parseNumber, TextRow } from '../../fields/TextRow.tsx';
import { ChoiceRow } from './ChoiceRow.tsx';
import { isLongText, wordsOf } from './words.ts';

interface Props {
  /** Path of what has `with`. */
  readonly at: Path;
  readonly activity: string;
  readonly schema: Json;
  /** Fields that are shown in another way already. */
  readonly except?: readonly string[];
}

/** The input of an activity, made from its schema: what must be given and what is given first, the rest behind a button. */
export function InputForm({ at, activity, schema, except = [] }: Props) {
  const t = useT();
  const field = useMemo(() => fieldOf(schema), [schema]);
  const path = [...at, 'with'];
  const { value } = useField(path);
  const isWhole = typeof value === 'string' || field.kind !== 'group';
  if (isWhole)
    return <JsonField path={path} label={t('inspector.field.with')} hint={t('inspector.help.with')} canBeExpression />;
  const properties = field.properties.filter(({ name }) => !except.includes(name));
  return <Properties path={path} activity={activity} properties={properties} value={value} />;
}

interface PropertiesProps {
  readonly path: Path;
  readonly activity: string;
  /** Where the properties stand in the input: empty, or ending in a point. */
  readonly scope?: string;
  readonly properties: readonly Property[];
  readonly value: Json | undefined;
}

/** A field that is emptied stays where it is until the form is opened again. */
export function Properties({ path, activity, scope = '', properties, value }: PropertiesProps) {
  const t = useT();
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set(isObject(value) ? Object.keys(value) : []));
  const [isAll, setAll] = useState(false);
  const given = isObject(value) ? value : {};
  const isShown = ({ name, required }: Property): boolean =>
    isAll || required || opened.has(name) || given[name] !== undefined;
  const hidden = properties.filter((property) => !isShown(property));
  return (
    <>
      {properties.filter(isShown).map((property) => (
        <InputField
          key={property.name}
          path={[...path, property.name]}
          activity={activity}
          place={`${scope}${property.name}`}
          property={property}
        />
      ))}
      {hidden.length > 0 && (
        <div>
          <Button
            size="sm"
            variant="ghost"
            icon={ChevronDown}
            onPress={() => {
              setOpened(new Set([...opened, ...Object.keys(given)]));
              setAll(true);
            }}
          >
            {t('inspector.activity.more', { count: hidden.length })}
          </Button>
        </div>
      )}
    </>
  );
}

interface FieldProps {
  readonly path: Path;
  readonly activity: string;
  /** Where it stands in the input: `tls.ca`. */
  readonly place: string;
  readonly property: Property;
}

/** One field of an activity's input. Wherever a value may stand, an expression may. */
function InputField({ path, activity, place, property }: FieldProps) {
  const t = useT();
  const locale = useLocaleStore((state) => state.locale);
  const { field, name, required } = property;
  const { value } = useField(path);
  const { label, hint, fallback, options } = wordsOf({ activity, path: place, field }, t, locale);
  const common = { path, label, hint };
  const isExpression = typeof value === 'string' && isExpressionText(value);
  switch (field.kind) {
    case 'text':
      return (
        <TextRow {...common} isRequired={required} placeholder={fallback} mono rows={isLongText(name, value) ? 4 : 1} />
      );
    case 'number':
      return <TextRow {...common} placeholder={fallback} parse={parseNumber} mono={isExpression} />;
    case 'boolean':
      return isExpression ? (
        <TextRow {...common} mono />
      ) : (
        <ChoiceRow {...common} options={yesOrNo} fallback={fallback} />
      );
    case 'choice':
      return isExpression ? (
        <TextRow {...common} mono />
      ) : (
        <ChoiceRow {...common} options={field.options} words={options} fallback={fallback} />
      );
    case 'record':
      return (
        <RecordField
          {...common}
          keyLabel={t('inspector.field.name')}
          valueLabel={t('inspector.field.value')}
          keyStem="name"
          isRequired={required}
        />
      );
    case 'group':
      return isExpression ? (
        <JsonField {...common} canBeExpression />
      ) : (
        <Group {...common} activity={activity} scope={`${place}.`} field={field} value={value} />
      );
    default:
      return <JsonField {...common} canBeExpression />;
  }
}

const yesOrNo = [true, false];

interface GroupProps {
  readonly path: Path;
  readonly label: string;
  readonly hint: string | undefined;
  readonly activity: string;
  readonly scope: string;
  readonly field: Extract<Field, { readonly kind: 'group' }>;
  readonly value: Json | undefined;
}

function Group({ path, label, activity, scope, field, value }: GroupProps) {
  const { pointer } = useField(path);
  return (
    <Card title={label} pointer={pointer}>
      <Properties path={path} activity={activity} scope={scope} properties={field.properties} value={value} />
    </Card>
  );
}
