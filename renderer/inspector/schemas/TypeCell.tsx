import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { useField } from '../editing.ts';
import { isSchemaType, withType } from './edit.ts';
import { schemaTypes, shapeOf } from './shape.ts';
import css from './Schemas.module.css';

/** The type of a schema. One that the tree does not draw names what it is instead, and can still be given a type. */
export function TypeCell({ path, name }: { readonly path: Path; readonly name: string }) {
  const t = useT();
  const { value, readOnly, write } = useField(path);
  const shape = shapeOf(value);
  const shown = shape.kind === 'tree' ? shape.type : ':raw';
  return (
    <select
      className={css.type}
      aria-label={t('schemas.property.type', { name })}
      value={shown}
      disabled={readOnly}
      onChange={(event) => {
        const type = event.target.value;
        if (isSchemaType(type)) write(withType(value ?? {}, type));
      }}
    >
      {shape.kind === 'raw' && <option value=":raw">{shape.word}</option>}
      {schemaTypes.map((type) => (
        <option key={type} value={type}>
          {t(`schemas.type.${type}`)}
        </option>
      ))}
    </select>
  );
}
