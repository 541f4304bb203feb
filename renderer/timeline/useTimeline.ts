import { type KeyboardEvent, type RefCallback, useMemo, useState } from 'react';
import { type CriticalPath, criticalPath } from './critical.ts';
import type { Hovered } from './HoverCard.tsx';
import type { Hit } from './hit.ts';
import { isShut } from './layout.ts';
import type { TimelineModel } from './model.ts';
import type { Words } from './paint/scene.ts';
import { spanRowAt } from './row.ts';
import { rowKey } from './row-keys.ts';
import { attemptOf, errorsOf, failingAt, nextError } from './selection.ts';
import type { Stage } from './stage.ts';
import type { TraceTimelineProps } from './TraceTimeline.tsx';
import { useChosen } from './useChosen.ts';
import { type Find, useFind } from './useFind.ts';
import { type FoldControls, useFolds } from './useFolds.ts';
import { useStage } from './useStage.ts';

type Inputs = Pick<
  TraceTimelineProps,
  'source' | 'now' | 'live' | 'selected' | 'onSelect' | 'cursor' | 'nameOf' | 'initial'
> & {
  readonly model: TimelineModel;
  readonly words: Words;
  readonly openDetails: () => void;
};

export interface Timeline extends FoldControls {
  readonly stage: Stage | null;
  readonly attach: RefCallback<HTMLElement>;
  readonly row: number;
  readonly attempt: number;
  readonly errors: number;
  readonly foldWaits: boolean;
  readonly hovered: Hovered | null;
  readonly find: Find;
  readonly critical: CriticalPath | null;
  readonly setFoldWaits: (fold: boolean) => void;
  readonly setCritical: (shown: boolean) => void;
  readonly choose: (row: number, attempt: number) => void;
  readonly show: (row: number, attempt: number, close?: boolean) => void;
  readonly jump: (forward: boolean) => void;
  readonly nextMatch: (forward: boolean) => void;
  /** The next drag marks the stretch to look at. */
  readonly isBoxing: boolean;
  readonly setBoxing: (boxing: boolean) => void;
  /** Moves about on the rows; whether it was a key for that. */
  readonly onRowKey: (event: KeyboardEvent) => boolean;
}

/** What is chosen, folded, looked for and pointed at, and how pointer and keys change it. */
export function useTimeline(inputs: Inputs): Timeline {
  const { source, model, now, live, words, cursor = null, nameOf, initial } = inputs;
  const folding = useFolds(model);
  const { folds } = folding;
  const [foldWaits, setFoldWaits] = useState(true);
  const [isCritical, setCritical] = useState(false);
  const [isBoxing, setBoxing] = useState(false);
  const span = initial?.span === undefined ? null : `span ${initial.span}`;
  const chosen = useChosen(model, inputs.selected, inputs.onSelect, span);
  const { row, attempt } = chosen;
  const reached = Math.max(model.length, now - model.origin);
  const find = useFind(source, model, reached, nameOf, initial?.query ?? '');
  const { matches, kept } = find;
  const critical = useMemo(
    () => (isCritical ? criticalPath(model, model.open ? reached : model.length) : null),
    [model, isCritical, reached],
  );
  const input = useMemo(
    () => ({ model, folds, kept, foldWaits, selected: row, attempt, live, now, cursor, matches, critical, words }),
    [model, folds, kept, foldWaits, row, attempt, live, now, cursor, matches, critical, words],
  );
  const { stage, attach, hovered } = usePointer(inputs, folding, chosen.choose, input, { isBoxing, setBoxing });
  const moves = useMoves(model, stage, chosen, folding, find);
  const onRowKey = (event: KeyboardEvent): boolean =>
    rowKey(event, {
      model,
      stage,
      row,
      attempt,
      show: moves.show,
      clear: () => (isBoxing ? setBoxing(false) : chosen.choose(-1, 0)),
      fold: (shut) => row >= 0 && folding.fold(row, shut),
    });
  return {
    ...folding,
    ...chosen,
    ...moves,
    stage,
    attach,
    hovered,
    find,
    critical,
    foldWaits,
    setFoldWaits,
    setCritical,
    isBoxing,
    setBoxing,
    onRowKey,
  };
}

function usePointer(
  { model, openDetails }: Inputs,
  { folds, fold }: FoldControls,
  choose: Timeline['choose'],
  input: Parameters<typeof useStage>[0],
  { isBoxing, setBoxing }: Pick<Timeline, 'isBoxing' | 'setBoxing'>,
): Pick<Timeline, 'stage' | 'attach' | 'hovered'> {
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const stage = useStage(input, {
    pick: (hit: Hit) => {
      if (hit.area === 'fold') fold(hit.row.index, !isShut(model, folds, hit.row.index));
      if (hit.area === 'row') choose(hit.row.index, hit.bar < 0 ? 0 : attemptOf(model, model.bars.span[hit.bar] ?? 0));
    },
    open: (hit) => {
      if (hit.area === 'row') openDetails();
    },
    isBoxing: () => isBoxing,
    boxed: () => setBoxing(false),
    hover: (hit, x, y) => setHovered(hit?.area === 'row' && hit.bar >= 0 ? { row: hit.row, bar: hit.bar, x, y } : null),
  });
  return { ...stage, hovered };
}

/** From row to row, by what they are. */
function useMoves(
  model: TimelineModel,
  stage: Stage | null,
  { row, attempt, choose }: ReturnType<typeof useChosen>,
  { reveal }: FoldControls,
  find: Find,
) {
  const errors = useMemo(() => errorsOf(model), [model]);
  const show = (index: number, at: number, close = false): void => {
    choose(index, at);
    reveal(index);
    const shown = spanRowAt(model, index);
    if (shown && stage) stage.show(index, shown.start, shown.end, close);
  };
  const jump = (forward: boolean): void => {
    const at = nextError(model, errors, row, attempt, forward);
    if (at === -1) return;
    const found = failingAt(model, errors, at);
    show(found.row, found.attempt);
  };
  const nextMatch = (forward: boolean): void => {
    const found = find.next(row, forward);
    if (found !== -1) show(found, 0);
  };
  return { errors: errors.count, show, jump, nextMatch };
}
