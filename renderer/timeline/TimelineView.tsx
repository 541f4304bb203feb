import { useCallback, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useT } from '../locales/index.ts';
import { cx } from '../ui/index.ts';
import { HoverCard, type Hovered } from './HoverCard.tsx';
import { SpanDrawer } from './SpanDrawer.tsx';
import { TimelineTable } from './TimelineTable.tsx';
import { TimelineTools } from './TimelineTools.tsx';
import type { TraceTimelineProps } from './TraceTimeline.tsx';
import { savePng, saveOtlp } from './export/save.ts';
import type { Hit } from './hit.ts';
import type { TimelineModel } from './model.ts';
import { errorsOf, nextError, spanRowAt } from './selection.ts';
import { useChosen } from './useChosen.ts';
import { useKeys } from './useKeys.ts';
import { useStage } from './useStage.ts';
import { stateKey, useWords } from './words.ts';
import css from './Timeline.module.css';

type Props = Omit<TraceTimelineProps, 'spans'> & { readonly model: TimelineModel };

export function TimelineView({ model, now, live, selected, onSelect, nameOf, dataOf, toolbar }: Props) {
  const t = useT();
  const words = useWords(nameOf);
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [foldWaits, setFoldWaits] = useState(true);
  const [asTable, setAsTable] = useState(false);
  const [details, setDetails] = useState(false);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const { row, attempt, choose } = useChosen(model, selected, onSelect);
  const chosen = spanRowAt(model, row);
  const errors = useMemo(() => errorsOf(model), [model]);
  const key = chosen?.key ?? null;
  const input = useMemo(
    () => ({ model, folded, foldWaits, selected: key, attempt, live, now, words }),
    [model, folded, foldWaits, key, attempt, live, now, words],
  );
  const pick = (hit: Hit): void => {
    if (hit.area === 'fold') return setFolded(toggled(folded, hit.row.key));
    if (hit.area !== 'row') return;
    choose(model.rows.indexOf(hit.row), hit.bar < 0 ? 0 : (model.bars.attempt[hit.bar] ?? 0));
  };
  const { stage, contentHeight } = useStage(scroller, canvas, input, {
    pick,
    open: (hit) => {
      if (hit.area === 'row') setDetails(true);
    },
    hover: (hit, x, y) => setHovered(hit?.area === 'row' && hit.bar >= 0 ? { row: hit.row, bar: hit.bar, x, y } : null),
  });
  const show = useCallback(
    (index: number, at: number, close = false) => {
      choose(index, at);
      const shown = spanRowAt(model, index);
      if (shown && stage) stage.show(stage.positionOf(index), shown.start, shown.end, close);
    },
    [choose, model, stage],
  );
  const jump = (forward: boolean): void => {
    const found = nextError(errors, row, attempt, forward);
    if (!found) return;
    setFolded(new Set());
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
    details: () => setDetails(true),
    fold: (shut) => chosen && setFolded(put(folded, chosen.key, shut)),
  });
  const tools = (
    <TimelineTools
      errors={errors.length}
      foldWaits={foldWaits}
      asTable={asTable}
      details={details}
      onJump={jump}
      onFoldWaits={() => setFoldWaits(!foldWaits)}
      onFit={() => stage?.fit()}
      onZoom={(factor) => stage?.zoom(factor)}
      onTable={() => setAsTable(!asTable)}
      onDetails={() => setDetails(!details)}
      onPng={() => void savePng(stage, model)}
      onOtlp={() => saveOtlp(model)}
      open={model.open}
    />
  );
  return (
    <section className={css.timeline} aria-label={t('timeline.label')}>
      {toolbar ? createPortal(tools, toolbar) : <div className={css.tools}>{tools}</div>}
      {asTable && <TimelineTable model={model} words={words} chosen={row} onChoose={(index) => show(index, 0)} />}
      <div className={cx(css.stage, asTable && css.hidden)}>
        <div
          ref={scroller}
          className={css.scroller}
          // A drawing that is moved about with keys: what is chosen is said below, and the table says all of it.
          role="application"
          aria-label={t('timeline.label')}
          aria-describedby="timeline-help"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <div className={css.content} style={{ height: contentHeight }}>
            <canvas ref={canvas} className={css.canvas} aria-hidden />
          </div>
        </div>
        {hovered && <HoverCard hovered={hovered} model={model} words={words} now={stage?.now ?? 0} />}
        <p id="timeline-help" className={css.unseen}>
          {t('timeline.help')}
        </p>
        <p className={css.unseen} aria-live="polite">
          {chosen &&
            t('timeline.announce', {
              name: words.nameOf(chosen),
              state: t(stateKey(chosen)),
              duration: words.duration(Math.min(chosen.end, model.length) - chosen.start),
            })}
        </p>
      </div>
      {details && (
        <SpanDrawer
          model={model}
          row={chosen}
          index={row}
          attempt={attempt}
          words={words}
          now={stage?.now ?? 0}
          dataOf={dataOf}
          onAttempt={(n) => choose(row, n)}
          onClose={() => setDetails(false)}
        />
      )}
    </section>
  );
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return put(set, key, !set.has(key));
}

function put(set: ReadonlySet<string>, key: string, there: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (there) next.add(key);
  else next.delete(key);
  return next;
}
