import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import { X } from 'lucide-react';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { IconButton, Switch } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { Two } from '../fields/Field.tsx';
import fieldCss from '../fields/Field.module.css';
import { withNull } from './edit.ts';
import { JsonText } from './JsonText.tsx';
import { FormatField, KeywordSwitch, KeywordText, KeywordValues } from './Keywords.tsx';
import { keptOf, type SchemaType, shapeOf } from './shape.ts';
import { useKeyword } from './use-schema.ts';
import css from './Schemas.module.css';

/** All that is said of one schema, beside its type and what it holds. */
export function Details({ path, schema }: { readonly path: Path; readonly schema: Json }) {
  const t = useT();
  const { pointer, problem, readOnly, write } = useField(path);
  const shape = shapeOf(schema);
  if (shape.kind === 'raw')
    return (
      <JsonText
        label={t('schemas.raw', { word: shape.word })}
        pointer={pointer}
        value={schema}
        problem={problem?.message ?? null}
        readOnly={readOnly}
        onChange={write}
      />
    );
  return (
    <>
      <KeywordText
        path={path}
        keyword="title"
        label={t('schemas.keyword.title')}
        hint={t('schemas.keyword.titleHelp')}
      />
      <KeywordText path={path} keyword="description" label={t('schemas.keyword.description')} rows={2} />
      <Bounds path={path} type={shape.type} />
      {shape.type !== 'object' && shape.type !== 'array' && shape.type !== 'boolean' && (
        <KeywordValues
          path={path}
          keyword="enum"
          label={t('schemas.keyword.enum')}
          hint={t('schemas.keyword.enumHelp')}
          type={shape.type}
        />
      )}
      <KeywordText
        path={path}
        keyword="default"
        label={t('schemas.keyword.default')}
        hint={t('schemas.keyword.defaultHelp')}
        type={shape.type}
        mono
      />
      {shape.type !== 'any' && (
        <Switch
          label={t('schemas.keyword.nullable')}
          isSelected={shape.nullable}
          onChange={(on) => write(withNull(schema as JsonObject, on))}
          isDisabled={readOnly}
        />
      )}
      <Kept path={path} schema={schema} />
    </>
  );
}

function Bounds({ path, type }: { readonly path: Path; readonly type: SchemaType }) {
  const t = useT();
  const number = (keyword: NumberKeyword) => (
    <KeywordText key={keyword} path={path} keyword={keyword} label={t(`schemas.keyword.${keyword}`)} type="number" />
  );
  switch (type) {
    case 'string':
      return (
        <>
          <FormatField path={path} />
          <Two>{(['minLength', 'maxLength'] as const).map(number)}</Two>
          <KeywordText path={path} keyword="pattern" label={t('schemas.keyword.pattern')} placeholder="^[A-Z]+$" mono />
        </>
      );
    case 'integer':
    case 'number':
      return (
        <Two>{(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'] as const).map(number)}</Two>
      );
    case 'array':
      return (
        <>
          <Two>{(['minItems', 'maxItems'] as const).map(number)}</Two>
          <KeywordSwitch
            path={path}
            keyword="uniqueItems"
            label={t('schemas.keyword.uniqueItems')}
            on={true}
            off={undefined}
          />
        </>
      );
    case 'object':
      return <OtherProperties path={path} />;
    default:
      return null;
  }
}

type NumberKeyword =
  | 'minLength'
  | 'maxLength'
  | 'minimum'
  | 'maximum'
  | 'exclusiveMinimum'
  | 'exclusiveMaximum'
  | 'multipleOf'
  | 'minItems'
  | 'maxItems';

/** Where others have a schema of their own, that is kept as it is. */
function OtherProperties({ path }: { readonly path: Path }) {
  const t = useT();
  const { value } = useKeyword(path, 'additionalProperties');
  if (isObject(value ?? null)) return null;
  return (
    <KeywordSwitch
      path={path}
      keyword="additionalProperties"
      label={t('schemas.keyword.additionalProperties')}
      hint={t('schemas.keyword.additionalPropertiesHelp')}
      on={undefined}
      off={false}
    />
  );
}

function Kept({ path, schema }: { readonly path: Path; readonly schema: Json }) {
  const t = useT();
  const kept = keptOf(schema);
  if (kept.length === 0) return null;
  return (
    <div className={css.kept}>
      <p className={fieldCss.note}>{t('schemas.kept')}</p>
      {kept.map((keyword) => (
        <KeptKeyword key={keyword} path={path} keyword={keyword} />
      ))}
    </div>
  );
}

function KeptKeyword({ path, keyword }: { readonly path: Path; readonly keyword: string }) {
  const t = useT();
  const { value, pointer, problem, readOnly, write } = useKeyword(path, keyword);
  return (
    <div className={fieldCss.withAction}>
      <JsonText
        label={keyword}
        pointer={pointer}
        value={value ?? null}
        problem={problem?.message ?? null}
        readOnly={readOnly}
        onChange={write}
      />
      {!readOnly && (
        <IconButton
          size="sm"
          icon={X}
          label={t('inspector.remove', { name: keyword })}
          onPress={() => write(undefined)}
        />
      )}
    </div>
  );
}
