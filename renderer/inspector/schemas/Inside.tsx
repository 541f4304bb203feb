import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Button } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { freshKey } from '../fields/RecordField.tsx';
import { Details } from './Details.tsx';
import { addProperty } from './edit.ts';
import { OpenButton } from './OpenButton.tsx';
import { PropertyRow } from './PropertyRow.tsx';
import { childrenOf, shapeOf } from './shape.ts';
import { TypeCell } from './TypeCell.tsx';
import css from './Schemas.module.css';

/** What an object or a list holds, one level further in. */
export function Inside({ path, schema }: { readonly path: Path; readonly schema: Json }) {
  const shape = shapeOf(schema);
  if (shape.kind === 'raw' || (shape.type !== 'object' && shape.type !== 'array')) return null;
  return (
    <div className={css.inside}>
      {shape.type === 'object' ? <PropertyList path={path} /> : <Items path={path} schema={schema} />}
    </div>
  );
}

/** The properties of an object, in the file's order. */
function PropertyList({ path }: { readonly path: Path }) {
  const t = useT();
  const { value, readOnly, write } = useField(path);
  const [fresh, setFresh] = useState<string | null>(null);
  const schema: JsonObject = isObject(value ?? null) ? (value as JsonObject) : {};
  const children = childrenOf(schema);
  const add = (): void => {
    const name = freshKey(
      'field',
      children.map((child) => [child.name ?? '', null]),
    );
    write(addProperty(schema, name));
    setFresh(name);
  };
  return (
    <>
      <ul className={css.list}>
        {children.map((child, index) => (
          <PropertyRow
            // By name: a row that moves keeps the cursor. Renamed, it begins anew where it is.
            key={child.name}
            at={path}
            child={child}
            index={index}
            isFresh={child.name === fresh}
            onRenamed={() => setFresh(null)}
          >
            <Inside path={[...path, ...child.path]} schema={child.schema} />
          </PropertyRow>
        ))}
      </ul>
      {!readOnly && (
        <span className={css.add}>
          <Button size="sm" variant="ghost" icon={Plus} onPress={add}>
            {t('schemas.property.add')}
          </Button>
        </span>
      )}
    </>
  );
}

/** What each item of a list is. */
function Items({ path, schema }: { readonly path: Path; readonly schema: Json }) {
  const t = useT();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const at = [...path, 'items'];
  const items = isObject(schema) ? schema.items : undefined;
  return (
    <div className={css.item}>
      <div className={css.row}>
        <OpenButton name={t('schemas.items')} id={id} isOpen={isOpen} onChange={setOpen} />
        <span className={css.fixed}>{t('schemas.items')}</span>
        <TypeCell path={at} name={t('schemas.items')} />
      </div>
      <div id={id} className={css.details} hidden={!isOpen}>
        {isOpen && items !== undefined && <Details path={at} schema={items} />}
      </div>
      {items !== undefined && <Inside path={at} schema={items} />}
    </div>
  );
}
