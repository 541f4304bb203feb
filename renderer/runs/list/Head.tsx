import { ArrowDown, ArrowUp, Check, Minus } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useT } from '../../locales/index.ts';
import { attributeOf, type ColumnId, isOwn, looks, resize, useColumns, widthOf } from './columns.ts';
import { sortBy, useList } from './list.ts';
import { clearSelection, selectThese, useSelection } from './selection.ts';
import css from './Table.module.css';

export function Head() {
  const shown = useColumns((state) => state.shown);
  return (
    <div role="rowgroup" className={css.head}>
      <div role="row" aria-rowindex={1} className={css.headRow}>
        <div role="columnheader" className={css.check}>
          <All />
        </div>
        {shown.map((id) => (
          <Header key={id} id={id} />
        ))}
      </div>
    </div>
  );
}

/** All that are listed, or none. */
function All() {
  const t = useT();
  const items = useList((state) => state.items);
  const { selected, isAll } = useSelection();
  const isEvery = isAll || (selected.size > 0 && selected.size >= items.length);
  const isSome = isEvery || selected.size > 0;
  return (
    <button
      type="button"
      className={css.all}
      aria-label={t(isSome ? 'runlist.selectNone' : 'runlist.selectListed')}
      onClick={() => (isSome ? clearSelection() : selectThese(items.map(({ runId }) => runId)))}
    >
      <span className={css.box} data-on={isSome || undefined} aria-hidden>
        {isEvery ? <Check size={11} strokeWidth={3} /> : isSome && <Minus size={11} strokeWidth={3} />}
      </span>
    </button>
  );
}

function Header({ id }: { readonly id: ColumnId }) {
  const t = useT();
  const sort = useList((state) => state.sort);
  const look = isOwn(id) ? looks[id] : null;
  const label = look ? t(look.label) : (attributeOf(id) ?? id);
  const by = look?.sort;
  const isSorted = by !== undefined && sort.by === by;
  const Arrow = sort.order === 'asc' ? ArrowUp : ArrowDown;
  return (
    <div
      role="columnheader"
      className={css.header}
      {...(by && { 'aria-sort': isSorted ? (sort.order === 'asc' ? 'ascending' : 'descending') : 'none' })}
    >
      {by ? (
        <button type="button" className={css.sort} title={label} onClick={() => sortBy(by)}>
          <span>{label}</span>
          {isSorted && <Arrow size={12} strokeWidth={2.2} aria-hidden />}
        </button>
      ) : (
        <span className={css.sort} title={label}>
          <span>{label}</span>
        </span>
      )}
      <Handle id={id} label={t('runlist.resize', { name: label })} />
    </div>
  );
}

const keyStep = 16;

/** By dragging, or with the arrows. */
function Handle({ id, label }: { readonly id: ColumnId; readonly label: string }) {
  const width = useColumns(({ widths }) => widthOf(id, widths));
  const from = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const onPointerDown = (event: PointerEvent): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width };
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? keyStep : event.key === 'ArrowLeft' ? -keyStep : 0;
    if (by === 0) return;
    event.preventDefault();
    resize(id, width + by);
  };
  return (
    // A separator that can be moved is a widget, and so takes the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <span
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={css.handle}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (from.current) resize(id, from.current.width + event.clientX - from.current.x);
      }}
      onPointerUp={() => {
        from.current = null;
      }}
      onKeyDown={onKeyDown}
    />
  );
}
