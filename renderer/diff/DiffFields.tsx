import type { Json } from '@sagaloom/engine/core';
import { useT } from '../locales/index.ts';
import type { Difference } from './diff-of.ts';
import { type Names, wordsOf } from './looks.ts';
import css from './DiffView.module.css';

/** What the fields of one difference said before, and what they say now. */
export function DiffFields({ difference, names }: { readonly difference: Difference | null; readonly names: Names }) {
  const t = useT();
  const fields = difference && 'fields' in difference ? difference.fields : [];
  if (!difference || fields.length === 0) return null;
  const { title } = wordsOf(difference, names);
  return (
    <section className={css.fields} aria-label={t('diff.fields', { name: title })}>
      <table>
        <caption>{t('diff.fields', { name: title })}</caption>
        <thead>
          <tr>
            <th aria-hidden />
            <th scope="col">{t('diff.before')}</th>
            <th scope="col">{t('diff.after')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ pointer, before, after }) => (
            <tr key={pointer}>
              <th scope="row">
                <code>{pointer.slice(1)}</code>
              </th>
              <td data-side="before">
                <Value value={before} />
              </td>
              <td data-side="after">
                <Value value={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Value({ value }: { readonly value: Json | undefined }) {
  const t = useT();
  if (value === undefined) return <em>{t('diff.absent')}</em>;
  return <code>{typeof value === 'string' ? value : JSON.stringify(value, null, 1)}</code>;
}
