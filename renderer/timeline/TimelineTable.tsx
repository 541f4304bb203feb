import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../locales/index.ts';
import { IconButton } from '../ui/index.ts';
import type { SpanRow, TimelineModel } from './model.ts';
import type { Words } from './paint/scene.ts';
import { stateKey } from './words.ts';
import css from './TimelineTable.module.css';

interface Props {
  readonly model: TimelineModel;
  readonly words: Words;
  /** Index of the chosen row, or -1. */
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

const pageRows = 200;

/** The same rows in words, for those who cannot see the bars, or would rather read. */
export function TimelineTable({ model, words, chosen, onChoose }: Props) {
  const t = useT();
  const [page, setPage] = useState(0);
  const rows = model.rows.flatMap((row, index) => (row.kind === 'lane' ? [] : [{ row, index }]));
  const shown = rows.slice(page * pageRows, (page + 1) * pageRows);
  return (
    <div className={css.scroll}>
      <table className={css.table}>
        <caption className={css.unseen}>{t('timeline.table.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('timeline.table.step')}</th>
            <th scope="col">{t('timeline.table.lane')}</th>
            <th scope="col">{t('timeline.table.state')}</th>
            <th scope="col">{t('timeline.table.attempts')}</th>
            <th scope="col">{t('timeline.start')}</th>
            <th scope="col">{t('timeline.duration')}</th>
            <th scope="col">{t('timeline.error')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ row, index }) => (
            <tr key={row.key} aria-selected={index === chosen}>
              <th scope="row">
                <button type="button" onClick={() => onChoose(index)}>
                  {words.nameOf(row)}
                </button>
              </th>
              <td>{laneOf(row, words)}</td>
              <td>{t(stateKey(row))}</td>
              <td>{row.attempts === 0 ? '' : row.attempts}</td>
              <td>{words.duration(row.start)}</td>
              <td>{row.end === Infinity ? '' : words.duration(row.end - row.start)}</td>
              <td>{row.error}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > pageRows && <Pages page={page} count={rows.length} onPage={setPage} />}
    </div>
  );
}

function Pages({
  page,
  count,
  onPage,
}: {
  readonly page: number;
  readonly count: number;
  readonly onPage: (page: number) => void;
}) {
  const t = useT();
  const from = page * pageRows;
  const to = Math.min(from + pageRows, count);
  return (
    <footer className={css.pages}>
      <IconButton
        size="sm"
        icon={ChevronLeft}
        label={t('timeline.table.previous')}
        isDisabled={page === 0}
        onPress={() => onPage(page - 1)}
      />
      {t('timeline.table.range', { from: from + 1, to, count })}
      <IconButton
        size="sm"
        icon={ChevronRight}
        label={t('timeline.table.next')}
        isDisabled={to >= count}
        onPress={() => onPage(page + 1)}
      />
    </footer>
  );
}

function laneOf({ kind }: SpanRow, words: Words): string {
  if (kind === 'undo') return words.undoing;
  return kind === 'step' ? words.forward : '';
}
