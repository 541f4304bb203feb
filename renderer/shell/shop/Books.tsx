import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import { Check, TriangleAlert } from 'lucide-react';
import { useT } from '../../locales/index.ts';
import { useDemo } from './demo.ts';
import css from './ShopPanel.module.css';

/** Stock, money and what is in force, now and before, with what changed between. */
export function Books({ books }: { readonly books: JsonObject | null }) {
  const t = useT();
  const before = useDemo((state) => state.before);
  if (!books) return <p className={css.lead}>{t('shell.shop.noBooks')}</p>;
  const groups = [
    { title: t('shell.shop.stock'), rows: numbersOf(books['stock'], before?.['stock']), money: false },
    { title: t('shell.shop.accounts'), rows: numbersOf(books['accounts'], before?.['accounts']), money: true },
    { title: t('shell.shop.inForce'), rows: counts(books, before, t), money: false },
  ];
  return (
    <>
      <table className={css.books}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('shell.shop.what')}</span>
            </th>
            <th scope="col">{t('shell.shop.before')}</th>
            <th scope="col">{t('shell.shop.now')}</th>
          </tr>
        </thead>
        {groups.map(({ title, rows, money }) => (
          <tbody key={title}>
            <tr>
              <th scope="colgroup" colSpan={3}>
                {title}
              </th>
            </tr>
            {rows.map((row) => (
              <BookRow key={row.name} row={row} money={money} />
            ))}
          </tbody>
        ))}
      </table>
      <Balance isBalanced={books['balanced'] !== false} />
    </>
  );
}

function Balance({ isBalanced }: { readonly isBalanced: boolean }) {
  const t = useT();
  const Icon = isBalanced ? Check : TriangleAlert;
  return (
    <p className={css.balance} data-ok={isBalanced || undefined}>
      <Icon size={13} strokeWidth={2.2} aria-hidden />
      {t(isBalanced ? 'shell.shop.balanced' : 'shell.shop.unbalanced')}
    </p>
  );
}

interface Row {
  readonly name: string;
  readonly before: number;
  readonly now: number;
}

function BookRow({ row: { name, before, now }, money }: { readonly row: Row; readonly money: boolean }) {
  const print = (n: number): string => (money ? (n / 100).toFixed(2) : String(n));
  const change = now - before;
  return (
    <tr data-changed={change !== 0 || undefined}>
      <th scope="row" title={name}>
        {name}
      </th>
      <td>{print(before)}</td>
      <td>
        {print(now)}
        {change !== 0 && <small>{`${change > 0 ? '+' : '−'}${print(Math.abs(change))}`}</small>}
      </td>
    </tr>
  );
}

function numbersOf(now: Json | undefined, before: Json | undefined): readonly Row[] {
  const old = isObject(before) ? before : {};
  return Object.entries(isObject(now) ? now : {}).flatMap(([name, value]) =>
    typeof value === 'number' ? [{ name, now: value, before: numberOr(old[name], value) }] : [],
  );
}

function counts(now: JsonObject, before: JsonObject | null, t: ReturnType<typeof useT>): readonly Row[] {
  const kinds = [
    ['reservations', t('shell.shop.reservations')],
    ['payments', t('shell.shop.payments')],
    ['shipments', t('shell.shop.shipments')],
  ] as const;
  return kinds.map(([kind, name]) => ({ name, now: sizeOf(now[kind]), before: sizeOf((before ?? now)[kind]) }));
}

function sizeOf(list: Json | undefined): number {
  return Array.isArray(list) ? list.length : 0;
}

function numberOr(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
