import { type KeyboardEvent, useCallback, useMemo, useState } from 'react';
import { useFormats } from '../locales/format.ts';
import { translate, useT } from '../locales/index.ts';
import { announce, toast } from '../ui/index.ts';
import { isTyping } from '../shell/keys.ts';
import css from './Compare.module.css';
import { CompareRows } from './CompareRows.tsx';
import { CompareTools, type Look } from './CompareTools.tsx';
import { type Comparison, type Filter, shownRows } from './comparison.ts';
import { markdownOf } from './markdown.ts';
import { Parted } from './Parted.tsx';
import type { Side } from './side.ts';
import { Summary } from './Summary.tsx';
import { rowAt } from './rows.ts';
import { differenceWords, titleOf } from './words.ts';

interface Props {
  readonly comparison: Comparison;
  readonly sides: readonly [Side, Side];
  readonly isSame: boolean;
}

/** The two compared: where they parted, what made the difference, and every row of both. */
export function CompareView({ comparison, sides, isSame }: Props) {
  const t = useT();
  const formats = useFormats();
  const [filter, setFilter] = useState<Filter>('all');
  const [folded, setFolded] = useState<ReadonlySet<number>>(nothing);
  const [look, setLook] = useState<Look>('bars');
  const [isAligned, setAligned] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const shown = useMemo(() => shownRows(comparison, filter, folded), [comparison, filter, folded]);
  const differing = useMemo(() => shown.filter((row) => comparison.different[row] === 1), [shown, comparison]);

  const jump = useCallback(
    (row: number): void => {
      setFilter((now) => (now === 'all' || shown.includes(row) ? now : 'all'));
      setFolded((now) => unfolded(comparison, now, row));
      setChosen(row);
      const found = rowAt(comparison.alignment, row);
      announce([titleOf(found, sides, t), differenceWords(found, sides, t)].filter((part) => part !== '').join(', '));
    },
    [comparison, shown, sides, t],
  );
  const fold = useCallback((row: number): void => setFolded((now) => toggled(now, row)), []);
  const step = (by: 1 | -1): void => {
    const next = by === 1 ? differing.find((row) => row > chosen) : differing.findLast((row) => row < chosen);
    const row = next ?? (by === 1 ? differing[0] : differing.at(-1));
    if (row !== undefined) jump(row);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isTyping(event.nativeEvent) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== 'n' && event.key !== 'N') return;
    event.preventDefault();
    step(event.key === 'n' ? 1 : -1);
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(markdownOf(comparison, shown, sides, t, formats));
    toast(() => translate('compare.copied'), 'ok');
  };

  return (
    // Keys of the whole view, heard from wherever the focus is in it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={css.view} onKeyDown={onKeyDown}>
      <Parted comparison={comparison} sides={sides} isSame={isSame} onJump={jump} />
      <Summary comparison={comparison} sides={sides} onJump={jump} />
      <CompareTools
        filter={filter}
        onFilter={setFilter}
        look={look}
        onLook={setLook}
        isAligned={isAligned}
        onAligned={setAligned}
        differing={differing.length}
        onStep={step}
        onCopy={() => void copy()}
      />
      <CompareRows
        comparison={comparison}
        sides={sides}
        shown={shown}
        folded={folded}
        onFold={fold}
        look={look}
        isAligned={isAligned}
        chosen={chosen}
        onChoose={setChosen}
      />
    </div>
  );
}

const nothing: ReadonlySet<number> = new Set();

function toggled(folded: ReadonlySet<number>, row: number): ReadonlySet<number> {
  const next = new Set(folded);
  if (!next.delete(row)) next.add(row);
  return next;
}

/** All that a row is in is unfolded. */
function unfolded({ alignment }: Comparison, folded: ReadonlySet<number>, row: number): ReadonlySet<number> {
  const open = new Set(folded);
  for (let at = alignment.parent[row] ?? -1; at >= 0; at = alignment.parent[at] ?? -1) open.delete(at);
  return open.size === folded.size ? folded : open;
}
