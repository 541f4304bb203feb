import { type KeyboardEvent, type RefCallback, useMemo, useState } from 'react';
import type { Hovered } from './HoverCard.tsx';
import type { Hit } from './hit.ts';
import type { TimelineModel } from './model.ts';
import type { Words } from './paint/scene.ts';
import { errorsOf, nextError, spanRowAt } from './selection.ts';
import type { Stage } from './stage.ts';
import type { TraceTimelineProps } from './TraceTimeline.tsx';
import { useChosen } from './useChosen.ts';
import { useKeys } from './useKeys.ts';
import { useStage } from './useStage.ts';

type Inputs = Pick<TraceTimelineProps, 'now' | 'live' | 'selected' | 'onSelect' | 'cursor'> & {
  readonly model: TimelineModel;
  readonly words: Words;
  readonly openDetails: () => void;
};

export interface TimelineControls {
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

const nothingFolded: ReadonlySet<string> = new Set();

/** What is chosen, folded and pointed at, and how pointer and keys change it. */
export function useTimeline(inputs: Inputs): TimelineControls {
  const { model, now, live, words, selected, onSelect, openDetails, cursor = null } = inputs;
  const [folded, setFolded] = useState(nothingFolded);
  const [foldWaits, setFoldWaits] = useState(true);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const { row, attempt, choose } = useChosen(model, selected, onSelect);
  const errors = useMemo(() => errorsOf(model), [model]);
  const chosenKey = spanRowAt(model, row)?.key ?? null;
  const input = useMemo(
    () => ({ model, folded, foldWaits, selected: chosenKey, attempt, live, now, cursor, words }),
    [model, folded, foldWaits, chosenKey, attempt, live, now, cursor, words],
  );
  const fold = (key: string, shut: boolean): void => setFolded(shut ? new Set([...folded, key]) : without(folded, key));
  const { stage, attach } = useStage(input, {
    pick: (hit: Hit) => {
      if (hit.area === 'fold') fold(hit.row.key, !folded.has(hit.row.key));
      if (hit.area === 'row') choose(model.rows.indexOf(hit.row), hit.bar < 0 ? 0 : (model.bars.attempt[hit.bar] ?? 0));
    },
    open: (hit) => {
      if (hit.area === 'row') openDetails();
    },
    hover: (hit, x, y) => setHovered(hit?.area === 'row' && hit.bar >= 0 ? { row: hit.row, bar: hit.bar, x, y } : null),
  });
  const show = (index: number, at: number, close = false): void => {
    choose(index, at);
    const shown = spanRowAt(model, index);
    if (shown && stage) stage.show(stage.positionOf(index), shown.start, shown.end, close);
  };
  const jump = (forward: boolean): void => {
    const found = nextError(errors, row, attempt, forward);
    if (!found) return;
    if (stage?.positionOf(found.row) === -1) setFolded(nothingFolded);
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
    fold: (shut) => chosenKey !== null && fold(chosenKey, shut),
  });
  return {
    stage,
    attach,
    row,
    attempt,
    errors: errors.length,
    foldWaits,
    hovered,
    setFoldWaits,
    choose,
    show,
    jump,
    onKeyDown,
  };
}

function without(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return new Set([...set].filter((each) => each !== key));
}
