import type { RunSummary } from '@sagaloom/engine/contract';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import { useFormats } from '../../locales/format.ts';
import { useT } from '../../locales/index.ts';
import { Button } from '../../ui/index.ts';
import { showRun } from '../show-run.ts';
import { RunCells } from './cells.tsx';
import { useColumns, widthOf } from './columns.ts';
import { Head } from './Head.tsx';
import { load, loadMore, MOST_LISTED, useList } from './list.ts';
import { clearSelection, extendTo, moveTo, selectThese, toggle, useSelection } from './selection.ts';
import css from './Table.module.css';

const rowHeight = 34;
/** So many rows before the end the next page is asked for. */
const ahead = 40;

/** The rows in sight of all that are listed. The grid has the focus and says which row the keys are at. */
export function Table({ isAtTop }: { readonly isAtTop: RefObject<boolean> }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const items = useList((state) => state.items);
  const total = useList(({ counts }) => counts?.total);
  const order = useMemo(() => items.map(({ runId }) => runId), [items]);
  const cursor = useSelection((state) => state.cursor);
  // oxlint-disable-next-line react/incompatible-library -- it keeps its own state; nothing here is memoized over it
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: rowHeight,
    initialRect: { width: 800, height: 600 },
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - ahead) void loadMore();
  }, [last, items.length]);
  const at = cursor === null ? -1 : order.indexOf(cursor);
  const go = (to: number): void => virtual.scrollToIndex(to);
  const perPage = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 600) / rowHeight) - 2);
  return (
    <div
      ref={scroller}
      className={css.scroll}
      role="grid"
      tabIndex={0}
      aria-label={t('runlist.title')}
      aria-multiselectable
      aria-rowcount={total && !total.more ? total.count + 1 : -1}
      aria-activedescendant={at >= 0 && rows.some(({ index }) => index === at) ? rowId(at) : undefined}
      style={useColumnsStyle()}
      onScroll={(event) => {
        isAtTop.current = event.currentTarget.scrollTop < rowHeight;
      }}
      onKeyDown={(event) => onKey(event, { order, at, perPage, go })}
    >
      <Head />
      <Fresh onShow={() => virtual.scrollToOffset(0)} />
      <div role="rowgroup" className={css.rows} style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, start }) => {
          const run = items[index];
          return run && <Row key={run.runId} run={run} index={index} start={start} order={order} />;
        })}
      </div>
      <End />
    </div>
  );
}

const rowId = (index: number): string => `run-row-${index}`;

function useColumnsStyle(): CSSProperties {
  const { shown, widths } = useColumns();
  const columns = shown.map((id) => `${widthOf(id, widths)}px`).join(' ');
  const width = shown.reduce((sum, id) => sum + widthOf(id, widths), 0);
  return { '--columns': `40px ${columns} minmax(0, 1fr)`, '--width': `${width + 40}px` } as CSSProperties;
}

interface Moving {
  readonly order: readonly string[];
  readonly at: number;
  readonly perPage: number;
  readonly go: (to: number) => void;
}

const steps: Readonly<Record<string, (moving: Moving) => number>> = {
  ArrowDown: ({ at }) => at + 1,
  ArrowUp: ({ at }) => at - 1,
  PageDown: ({ at, perPage }) => at + perPage,
  PageUp: ({ at, perPage }) => at - perPage,
  Home: () => 0,
  End: ({ order }) => order.length - 1,
};

function onKey(event: KeyboardEvent, moving: Moving): void {
  if (event.target !== event.currentTarget) return; // a header has the focus
  const { order, at, go } = moving;
  const current = order[at];
  const step = steps[event.key];
  if (step) {
    const to = Math.min(order.length - 1, Math.max(0, at === -1 ? 0 : step(moving)));
    const runId = order[to];
    if (runId === undefined) return;
    if (event.shiftKey) extendTo(runId, order);
    else moveTo(runId);
    go(to);
  } else if (event.key === ' ' && current !== undefined) toggle(current);
  else if (event.key === 'Enter' && current !== undefined) void showRun(current);
  else if (event.key === 'Escape') clearSelection();
  else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) selectThese(order);
  else return;
  event.preventDefault();
}

interface RowProps {
  readonly run: RunSummary;
  readonly index: number;
  readonly start: number;
  readonly order: readonly string[];
}

/** What can be done with the pointer can be done with the keys of the grid. */
function Row({ run, index, start, order }: RowProps) {
  const t = useT();
  const { runId } = run;
  const isSelected = useSelection(({ selected, isAll }) => isAll || selected.has(runId));
  const isCursor = useSelection(({ cursor }) => cursor === runId);
  const shown = useColumns((state) => state.shown);
  const onClick = (event: MouseEvent): void => {
    if (event.shiftKey) extendTo(runId, order);
    else if (event.ctrlKey || event.metaKey || isBox(event.target)) toggle(runId);
    else moveTo(runId);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- see above
    <div
      id={rowId(index)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={css.row}
      data-cursor={isCursor || undefined}
      style={{ transform: `translateY(${start}px)` }}
      onClick={onClick}
      onDoubleClick={() => void showRun(runId)}
    >
      <span role="gridcell" className={css.check} data-box aria-label={t('runlist.column.chosen')}>
        <span className={css.box} data-on={isSelected || undefined} aria-hidden />
      </span>
      <RunCells run={run} columns={shown} />
    </div>
  );
}

const isBox = (target: EventTarget): boolean => target instanceof Element && target.closest('[data-box]') !== null;

/** New runs do not push away what is looked at. */
function Fresh({ onShow }: { readonly onShow: () => void }) {
  const t = useT();
  const { count } = useFormats();
  const fresh = useList((state) => state.fresh);
  if (fresh.count === 0) return null;
  const show = (): void => {
    onShow();
    void load();
  };
  return (
    <div className={css.fresh}>
      <Button size="sm" variant="primary" onPress={show}>
        {t(fresh.more ? 'runlist.freshMore' : 'runlist.fresh', { count: count(fresh.count), n: fresh.count })}
      </Button>
    </div>
  );
}

function End() {
  const t = useT();
  const { next, isReadingMore, items } = useList();
  if (isReadingMore) return <output className={css.end}>{t('shell.loading')}</output>;
  if (next === null) return null;
  return items.length >= MOST_LISTED ? <p className={css.end}>{t('runlist.tooMany')}</p> : null;
}
