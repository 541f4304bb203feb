import { useT } from '../locales/index.ts';
import { textOf, useField } from './editing.ts';
import css from './Inspector.module.css';

/** The name, as the title of the inspector, and a field. */
export function NameField({ fallback }: { readonly fallback: string }) {
  const t = useT();
  const { value, readOnly, write, pointer } = useField(['name']);
  return (
    <input
      className={css.name}
      data-pointer={pointer}
      aria-label={t('inspector.field.name')}
      value={textOf(value)}
      placeholder={fallback}
      title={textOf(value) || fallback}
      readOnly={readOnly}
      spellCheck={false}
      onChange={(event) => write(event.target.value === '' ? undefined : event.target.value)}
    />
  );
}
