import { type CSSProperties, type KeyboardEvent, useEffect, useId, useMemo, useRef } from 'react';
import { useT } from '../locales/index.ts';
import css from './Compare.module.css';
import { CompareRow } from './CompareRow.tsx';
import type { Look } from './CompareTools.tsx';
import { axisOf, type AxisTick, linesOf } from './axis.ts';
import { type Comparison, domainOf } from './comparison.ts';
import type { Side } from './side.ts';
import { useWindow } from './use-window.ts';

interface Props {
  readonly comparison: Comparison;
  readonly sides: readonly [Side, Side];
  readonly shown: Uint32Array;
  readonly folded: ReadonlySet<number>;
  readonly onFold: (row: number) => void;
  readonly look: Look;
  readonly isAligned: boolean;
  /** The row, or -1. */
  readonly chosen: number;
  readonly onChoose: (row: number) => void;
}

const rowHeight = 44;
const headHeight = 28;

/** Every row of both, those in sight drawn: a tree of pairs of bars, or a table of figures. */
export function CompareRows(props: Props) {
  const { comparison, sides, shown, folded, look, isAligned, chosen, onChoose } = props;
  const t = useT();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const view = useWindow(scroller, shown.length, rowHeight, headHeight);
  const domain = useMemo(() => domainOf(comparison, isAligned), [comparison, isAligned]);
  const ticks = useMemo(() => axisOf(domain), [domain]);
  const lines = linesOf(ticks);
  const at = useMemo(() => shown.indexOf(chosen), [shown, chosen]);
  const { bring } = view;
  const latest = useRef(bring);
  useEffect(() => {
    latest.current = bring;
  });
  useEffect(() => {
    if (at >= 0) latest.current(at);
  }, [at]);
  const onKeyDown = useRowKeys(props, at, view.page);
  const drawn = [...shown.subarray(view.first, view.last)];
  return (
    <div className={css.scroll} ref={scroller} data-look={look}>
      <div
        className={css.grid}
        style={{ '--line-first': lines.first, '--line-apart': lines.apart } as CSSProperties}
        role="treegrid"
        tabIndex={0}
        aria-label={t('compare.rows')}
        aria-rowcount={shown.length + 1}
        {...(at >= 0 ? { 'aria-activedescendant': `${id}-${chosen}` } : {})}
        onKeyDown={onKeyDown}
      >
        <Head look={look} ticks={ticks} />
        <div role="rowgroup" className={css.body} style={{ height: shown.length * rowHeight }}>
          {drawn.map((row, offset) => (
            <CompareRow
              key={row}
              id={`${id}-${row}`}
              comparison={comparison}
              number={row}
              sides={sides}
              look={look}
              domain={domain}
              shift={isAligned ? (comparison.shift[row] ?? 0) : 0}
              open={comparison.right}
              top={(view.first + offset) * rowHeight}
              index={view.first + offset + 2}
              fold={hasInner(comparison, row) ? (folded.has(row) ? 'folded' : 'open') : null}
              isChosen={row === chosen}
              onChoose={onChoose}
              onFold={props.onFold}
            />
          ))}
        </div>
        {shown.length === 0 && <p className={css.none}>{t('compare.filter.none')}</p>}
      </div>
    </div>
  );
}

function hasInner({ alignment, marker }: Comparison, row: number): boolean {
  const end = alignment.end[row] ?? row + 1;
  for (let inner = row + 1; inner < end; inner += 1) if (marker[inner] === 0) return true;
  return false;
}

/** As in any tree: up and down, to the ends, by pages; left folds or goes out, right unfolds. */
function useRowKeys(props: Props, at: number, page: number) {
  const { comparison, shown, folded, chosen, onChoose, onFold } = props;
  return (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || shown.length === 0) return;
    const last = shown.length - 1;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(last, at + 1),
      ArrowUp: Math.max(0, at - 1),
      Home: 0,
      End: last,
      PageDown: Math.min(last, at + page),
      PageUp: Math.max(0, at - page),
    };
    const next = to[event.key];
    if (next !== undefined) onChoose(shown[next] ?? -1);
    else if (event.key === 'ArrowLeft' && chosen >= 0) {
      if (hasInner(comparison, chosen) && !folded.has(chosen)) onFold(chosen);
      else if ((comparison.alignment.parent[chosen] ?? -1) >= 0) onChoose(comparison.alignment.parent[chosen] ?? -1);
    } else if (event.key === 'ArrowRight' && folded.has(chosen)) onFold(chosen);
    else return;
    event.preventDefault();
  };
}

function Head({ look, ticks }: { readonly look: Look; readonly ticks: readonly AxisTick[] }) {
  const t = useT();
  const isTable = look === 'table';
  return (
    <div role="rowgroup">
      <div role="row" aria-rowindex={1} className={css.head}>
        <span role="columnheader">{t('compare.column.step')}</span>
        {isTable ? (
          <>
            <span role="columnheader">{t('compare.column.startA')}</span>
            <span role="columnheader">{t('compare.column.startB')}</span>
          </>
        ) : (
          <span role="columnheader" aria-label={t('compare.column.bars')} className={css.axis}>
            {ticks.map(({ at, label }) => (
              <i key={at} style={{ left: `${at * 100}%` }}>
                {label}
              </i>
            ))}
          </span>
        )}
        <span role="columnheader">{t('compare.column.a')}</span>
        <span role="columnheader">{t('compare.column.b')}</span>
        <span role="columnheader">{t('compare.column.difference')}</span>
        {isTable && (
          <>
            <span role="columnheader">{t('compare.column.share')}</span>
            <span role="columnheader" className={css.said}>
              {t('compare.column.statusA')}
            </span>
            <span role="columnheader" className={css.said}>
              {t('compare.column.statusB')}
            </span>
            <span role="columnheader">{t('compare.column.attempts')}</span>
          </>
        )}
      </div>
    </div>
  );
}
