import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { useFormats } from '../locales/format.ts';
import { useT } from '../locales/index.ts';
import { cx } from '../ui/index.ts';
import css from './Compare.module.css';
import type { Look } from './CompareTools.tsx';
import type { Comparison } from './comparison.ts';
import { type Cell, type Row, rowAt } from './rows.ts';
import type { Side } from './side.ts';
import { deltaWords, differenceWords, shareWords, statusWords, titleOf } from './words.ts';

interface Props {
  readonly id: string;
  readonly comparison: Comparison;
  readonly number: number;
  readonly sides: readonly [Side, Side];
  readonly look: Look;
  readonly domain: readonly [number, number];
  /** ms by which B's bar is moved. */
  readonly shift: number;
  /** ms: where a bar ends that is still open. */
  readonly open: number;
  readonly top: number;
  readonly index: number;
  readonly fold: 'open' | 'folded' | null;
  readonly isChosen: boolean;
  readonly onChoose: (row: number) => void;
  readonly onFold: (row: number) => void;
}

export const CompareRow = memo(function CompareRow(props: Props) {
  const { id, comparison, number, look, top, index, isChosen, onChoose, fold } = props;
  const row = rowAt(comparison.alignment, number);
  return (
    // The keyboard's way is the grid's: it has the focus, and says which row is meant.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      id={id}
      className={css.row}
      tabIndex={-1}
      aria-rowindex={index}
      aria-level={row.depth + 1}
      aria-selected={isChosen}
      {...(fold === null ? {} : { 'aria-expanded': fold === 'open' })}
      data-only={row.left ? (row.right ? undefined : 'A') : 'B'}
      data-different={row.differences.length > 0 || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onChoose(row.row)}
    >
      <Name {...props} row={row} />
      {look === 'table' ? <Figures row={row} /> : <Bars {...props} row={row} />}
    </div>
  );
});

/** A row's, with what it shows. */
interface Shown extends Props {
  readonly row: Row;
}

function Name({ row, sides, fold, onFold }: Shown) {
  const t = useT();
  const words = differenceWords(row, sides, t);
  const title = titleOf(row, sides, t);
  return (
    <span role="rowheader" className={css.nameCell} style={{ paddingLeft: 8 + Math.min(row.depth, 16) * 14 }}>
      {/* Pressed with the pointer; the keyboard has the arrows of the grid. */}
      <span
        className={css.chevron}
        data-open={fold === 'open' || undefined}
        aria-hidden
        onClick={(event) => {
          if (fold === null) return;
          event.stopPropagation();
          onFold(row.row);
        }}
      >
        {fold !== null && <ChevronRight size={14} strokeWidth={2} />}
      </span>
      <span className={css.nameText}>
        <span className={css.rowName} title={title} data-role={row.role}>
          {row.service !== '' && <small>{row.service}</small>}
          {title}
        </span>
        {words !== '' && (
          <span className={css.differs} title={words}>
            {words}
          </span>
        )}
      </span>
    </span>
  );
}

function Bars({ row, domain, shift, open }: Shown) {
  return (
    <>
      <span role="gridcell" className={css.lanes}>
        {row.left && <Bar letter="A" cell={row.left} row={row} domain={domain} shift={0} open={open} />}
        {row.right && <Bar letter="B" cell={row.right} row={row} domain={domain} shift={shift} open={open} />}
      </span>
      <Durations row={row} />
    </>
  );
}

interface BarProps extends Pick<Shown, 'domain' | 'shift' | 'open' | 'row'> {
  readonly letter: 'A' | 'B';
  readonly cell: Cell;
}

/** A's above, B's below; of no length, a mark. */
function Bar({ letter, cell, row, domain: [from, to], shift, open }: BarProps) {
  const whole = to - from;
  const start = cell.start + shift;
  const length = cell.duration ?? Math.max(0, open - cell.start);
  const tone =
    row.role === 'wait'
      ? 'wait'
      : cell.status === 'failed' || cell.status === 'error'
        ? 'bad'
        : row.role === 'undo' || row.role === 'compensation'
          ? 'undo'
          : cell.status === 'caught'
            ? 'warn'
            : 'plain';
  return (
    <i
      className={cx(css.bar)}
      aria-hidden
      data-side={letter}
      data-tone={tone}
      data-open={cell.duration === null || undefined}
      style={{ left: `${((start - from) / whole) * 100}%`, width: `max(2px, ${(length / whole) * 100}%)` }}
    />
  );
}

function Durations({ row }: { readonly row: Row }) {
  const formats = useFormats();
  const t = useT();
  const took = (cell: Cell | null): string =>
    cell === null ? '–' : cell.duration === null ? t('compare.status.open') : formats.duration(cell.duration);
  return (
    <>
      <span role="gridcell" className={css.figure}>
        {took(row.left)}
      </span>
      <span role="gridcell" className={css.figure}>
        {took(row.right)}
      </span>
      <span
        role="gridcell"
        className={css.figure}
        data-sign={row.delta === null ? 0 : Math.sign(Math.round(row.delta))}
      >
        {row.delta !== null && deltaWords(row.delta)}
        {row.delta !== null && row.share !== null && Math.round(row.delta) !== 0 && (
          <small className={css.share}>{shareWords(row.share, formats)}</small>
        )}
      </span>
    </>
  );
}

function Figures({ row }: { readonly row: Row }) {
  const t = useT();
  const formats = useFormats();
  const began = (cell: Cell | null): string => (cell === null ? '–' : formats.duration(cell.start));
  const said = (cell: Cell | null): string =>
    cell === null
      ? '–'
      : cell.error === null
        ? statusWords(cell.status, t)
        : `${statusWords(cell.status, t)} (${cell.error})`;
  const tried = (cell: Cell | null): string => (cell?.attempts == null ? '–' : String(cell.attempts));
  return (
    <>
      <span role="gridcell" className={css.figure}>
        {began(row.left)}
      </span>
      <span role="gridcell" className={css.figure}>
        {began(row.right)}
      </span>
      <Durations row={row} />
      <span role="gridcell" className={css.figure}>
        {row.share === null ? '' : shareWords(row.share, formats)}
      </span>
      <span role="gridcell" className={css.words} title={said(row.left)}>
        {said(row.left)}
      </span>
      <span role="gridcell" className={css.words} title={said(row.right)}>
        {said(row.right)}
      </span>
      <span role="gridcell" className={css.figure}>
        {row.left?.attempts == null && row.right?.attempts == null ? '' : `${tried(row.left)} / ${tried(row.right)}`}
      </span>
    </>
  );
}
