import { type MapStep, stepSchemas } from '@sagaloom/engine/core';
import { useT } from '../../locales/index.ts';
import { Two } from '../fields/Field.tsx';
import { JsonField } from '../fields/JsonField.tsx';
import { SchemaField } from '../fields/SchemaField.tsx';
import { parseNumber, TextRow } from '../fields/TextRow.tsx';
import { Under } from '../fields/Under.tsx';
import { specOf } from '../schema.ts';

const numbers = ['concurrency', 'batchSize'] as const satisfies readonly (keyof MapStep)[];

/** What it goes through, how many at once, and how many may fail. */
export function MapForm() {
  const t = useT();
  return (
    <>
      <JsonField path={['items']} label={t('inspector.field.items')} hint={t('inspector.help.items')} canBeExpression />
      <Two>
        {numbers.map((name) => (
          <SchemaField key={name} spec={specOf(name, stepSchemas.map.shape[name])} scope="map" />
        ))}
      </Two>
      <div>
        <TextRow
          path={['tolerate']}
          label={t('inspector.field.tolerate')}
          hint={t('inspector.help.tolerate')}
          placeholder="0"
          parse={parseNumber}
        />
        <Under path={['tolerate']} fallback="0" />
      </div>
      <JsonField
        path={['output']}
        label={t('inspector.field.map.output')}
        hint={t('inspector.help.output')}
        canBeExpression
      />
    </>
  );
}
