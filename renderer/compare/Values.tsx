import type { Json } from '@sagaloom/engine/core';
import { useT } from '../locales/index.ts';
import css from './Compare.module.css';
import { type JsonDifference, mostDifferences } from './json-diff.ts';

interface Props {
  readonly title: string;
  readonly differences: readonly JsonDifference[];
}

/** How two values differ, place by place. */
export function Values({ title, differences }: Props) {
  const t = useT();
  return (
    <div className={css.value}>
      <h3 className={css.heading}>{title}</h3>
      {differences.length === 0 && <p className={css.quiet}>{t('compare.values.same')}</p>}
      {differences.length > 0 && (
        <table className={css.valueTable}>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{t('compare.values.path')}</th>
              <th scope="col">{'A'}</th>
              <th scope="col">{'B'}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ path, left, right }) => (
              <tr key={path}>
                <th scope="row" title={path}>
                  {path === '' ? t('compare.values.whole') : path}
                </th>
                <Value value={left} />
                <Value value={right} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {differences.length >= mostDifferences && (
        <p className={css.quiet}>{t('compare.values.first', { count: mostDifferences })}</p>
      )}
    </div>
  );
}

function Value({ value }: { readonly value: Json | undefined }) {
  const t = useT();
  const text = value === undefined ? t('compare.values.nothing') : JSON.stringify(value);
  return (
    <td title={text.slice(0, 2_000)} data-nothing={value === undefined || undefined}>
      {text.slice(0, 200)}
    </td>
  );
}
