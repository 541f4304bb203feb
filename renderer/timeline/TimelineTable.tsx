import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { useT } from '../locales/index.ts';
import { cx } from '../ui/index.ts';
import type { TimelineModel } from './model.ts';
import { kindOfRow } from './model/gather.ts';
import type { Words } from './paint/scene.ts';
import { type SpanRow, spanRowAt } from './row.ts';
import { stateKey } from './words.ts';
import css from './TimelineTable.module.css';

interface Props {
  readonly model: TimelineModel;
  readonly words: Words;
  /** By row, 1 for those to be listed at all; null for every one. */
  readonly kept: Uint8Array | null;
  /** Index of the chosen row, or -1. */
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
  /** A key that does not move from row to row; whether it meant anything. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

const rowHeight = 26;
/** So few are all in the page: then it can be searched, and printed. */
const fewRows = 300;
/** The browser lays out no more than this: beyond it the rows are reached by filtering, or with the keys. */
const mostRows = 250_000;

/** The same rows in words, for those who cannot see the bars, or would rather read. Only what is in sight is in the page. */
export function TimelineTable({ model, words, kept, chosen, onChoose, onKey }: Props) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => listed(model, kept), [model, kept]);
  const count = Math.min(rows.length, mostRows);
  // oxlint-disable-next-line react/incompatible-library -- it keeps its own state; nothing here is memoized over it
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 800, height: 600 },
  });
  const position = chosen === -1 ? -1 : rows.indexOf(chosen);
  useEffect(() => {
    if (position >= 0 && position < count) virtual.scrollToIndex(position);
  }, [virtual, position, count]);
  const isShort = count <= fewRows;
  const items = isShort ? Array.from({ length: count }, (_, index) => ({ index })) : virtual.getVirtualItems();
  const before = (items[0]?.index ?? 0) * rowHeight;
  const after = (count - 1 - (items.at(-1)?.index ?? count - 1)) * rowHeight;
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = moved(event.key, position, count);
    if (to === null) {
      if (event.key !== 'Enter' && onKey(event)) event.preventDefault();
      return;
    }
    event.preventDefault();
    onChoose(rows[to] ?? -1);
  };
  return (
    // The arrows move from row to row as they do in the drawing.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={scroller} className={css.scroll} onKeyDown={onKeyDown}>
      <table className={css.table} aria-rowcount={rows.length + 1}>
        <caption className={css.unseen}>{t('timeline.table.caption')}</caption>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{t('timeline.table.step')}</th>
            <th scope="col">{t(model.foreign ? 'timeline.service' : 'timeline.table.lane')}</th>
            <th scope="col">{t('timeline.table.state')}</th>
            <th scope="col">{t('timeline.table.attempts')}</th>
            <th scope="col">{t('timeline.start')}</th>
            <th scope="col">{t('timeline.duration')}</th>
            <th scope="col">{t('timeline.error')}</th>
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Gap height={before} />}
          {items.map((item) => {
            const row = spanRowAt(model, rows[item.index]);
            if (!row) return null;
            return (
              <TableRow
                key={row.index}
                row={row}
                words={words}
                at={item.index}
                isChosen={row.index === chosen}
                onChoose={onChoose}
              />
            );
          })}
          {after > 0 && <Gap height={after} />}
        </tbody>
      </table>
      {rows.length > count && (
        <p className={css.cut}>{t('timeline.table.cut', { shown: count, count: rows.length })}</p>
      )}
    </div>
  );
}

/** Every row but the headings of lanes. */
function listed({ rows }: TimelineModel, kept: Uint8Array | null): Uint32Array {
  const found = new Uint32Array(rows.count);
  let at = 0;
  for (let row = 0; row < rows.count; row++) {
    const kind = rows.kind[row];
    if (kind === kindOfRow.forward || kind === kindOfRow.undoing || (kept && kept[row] !== 1)) continue;
    found[at++] = row;
  }
  return found.slice(0, at);
}

const page = 20;

function moved(key: string, position: number, count: number): number | null {
  const to: Readonly<Record<string, number>> = {
    ArrowDown: position + 1,
    ArrowUp: Math.max(position - 1, 0),
    PageDown: position + page,
    PageUp: Math.max(position - page, 0),
    Home: 0,
    End: count - 1,
  };
  const found = to[key];
  return found === undefined || count === 0 ? null : Math.min(found, count - 1);
}

/** Takes the room of the rows that are out of sight. */
function Gap({ height }: { readonly height: number }) {
  return <tr aria-hidden style={{ height }} />;
}

interface RowProps {
  readonly row: SpanRow;
  readonly words: Words;
  readonly at: number;
  readonly isChosen: boolean;
  readonly onChoose: (index: number) => void;
}

function TableRow({ row, words, at, isChosen, onChoose }: RowProps) {
  const t = useT();
  return (
    <tr aria-rowindex={at + 2} aria-selected={isChosen} data-depth={Math.min(row.depth, 8)}>
      <th scope="row">
        <button type="button" title={words.nameOf(row)} onClick={() => onChoose(row.index)}>
          {words.nameOf(row)}
        </button>
      </th>
      <td className={cx(css.words)}>{laneOf(row, words)}</td>
      <td className={cx(css.words)}>{t(stateKey(row))}</td>
      <td>{row.attempts === 0 ? '' : row.attempts}</td>
      <td>{words.duration(row.start)}</td>
      <td>{row.end === Infinity ? '' : words.duration(row.end - row.start)}</td>
      <td>{row.error}</td>
    </tr>
  );
}

function laneOf({ kind, service, undoes }: SpanRow, words: Words): string {
  if (service !== '') return service;
  if (undoes) return words.undoing;
  return kind === 'step' || kind === 'group' ? words.forward : '';
}
