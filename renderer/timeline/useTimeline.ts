import { type KeyboardEvent, type RefCallback, useMemo, useState } from 'react';
import type { CriticalPath } from './critical.ts';
import type { Hovered } from './HoverCard.tsx';
import type { Hit } from './hit.ts';
import { isShut } from './layout.ts';
import type { TimelineModel } from './model.ts';
import type { Words } from './paint/scene.ts';
import { spanRowAt } from './row.ts';
import { attemptOf, errorsOf, failingAt, nextError } from './selection.ts';
import type { Stage } from './stage.ts';
import type { TraceTimelineProps } from './TraceTimeline.tsx';
import { useChosen } from './useChosen.ts';
import { type FoldControls, useFolds } from './useFolds.ts';
import { useKeys } from './useKeys.ts';
import { useStage } from './useStage.ts';

type Inputs = Pick<TraceTimelineProps, 'now' | 'live' | 'selected' | 'onSelect' | 'cursor'> & {
  readonly model: TimelineModel;
  readonly words: Words;
  readonly openDetails: () => void;
};

export interface TimelineControls extends FoldControls {
  readonly stage: Stage | null;
  readonly attach: RefCallback<HTMLElement>;
  readonly row: number;
  readonly attempt: number;
  readonly errors: number;
  readonly foldWaits: boolean;
  readonly hovered: Hovered | null;
  readonly setFoldWaits: (fold: boolean) => void;
  readonly choose: (row: number, attempt: number) => void;
  readonly show: (row: number, attempt: number) => void;
  readonly jump: (forward: boolean) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const none: {
  readonly matches: Uint8Array | null;
  readonly kept: Uint8Array | null;
  readonly critical: CriticalPath | null;
} = { matches: null, kept: null, critical: null };

/** What is chosen, folded and pointed at, and how pointer and keys change it. */
export function useTimeline(inputs: Inputs): TimelineControls {
  const { model, now, live, words, selected, onSelect, openDetails, cursor = null } = inputs;
  const folding = useFolds(model);
  const { folds, fold, reveal } = folding;
  const [foldWaits, setFoldWaits] = useState(true);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const { row, attempt, choose } = useChosen(model, selected, onSelect, null);
  const errors = useMemo(() => errorsOf(model), [model]);
  const { matches, kept, critical } = none;
  const input = useMemo(
    () => ({ model, folds, kept, foldWaits, selected: row, attempt, live, now, cursor, matches, critical, words }),
    [model, folds, kept, foldWaits, row, attempt, live, now, cursor, matches, critical, words],
  );
  const { stage, attach } = useStage(input, {
    pick: (hit: Hit) => {
      if (hit.area === 'fold') fold(hit.row.index, !isShut(model, folds, hit.row.index));
      if (hit.area === 'row') choose(hit.row.index, hit.bar < 0 ? 0 : attemptOf(model, model.bars.span[hit.bar] ?? 0));
    },
    open: (hit) => {
      if (hit.area === 'row') openDetails();
    },
    hover: (hit, x, y) => setHovered(hit?.area === 'row' && hit.bar >= 0 ? { row: hit.row, bar: hit.bar, x, y } : null),
  });
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
  const onKeyDown = useKeys({
    model,
    stage,
    row,
    attempt,
    show,
    jump,
    clear: () => choose(-1, 0),
    details: openDetails,
    fold: (shut) => row >= 0 && fold(row, shut),
  });
  return {
    ...folding,
    stage,
    attach,
    row,
    attempt,
    errors: errors.count,
    foldWaits,
    hovered,
    setFoldWaits,
    choose,
    show,
    jump,
    onKeyDown,
  };
}
