import { type KeyboardEvent, useId } from 'react';
import { useT } from '../locales/index.ts';
import { cx } from '../ui/index.ts';
import { HoverCard } from './HoverCard.tsx';
import type { TimelineModel } from './model.ts';
import type { Words } from './paint/scene.ts';
import { spanRowAt } from './row.ts';
import type { TraceSource } from './source.ts';
import type { Timeline } from './useTimeline.ts';
import { stateKey } from './words.ts';
import css from './Timeline.module.css';

interface Props {
  readonly source: TraceSource;
  readonly model: TimelineModel;
  readonly words: Words;
  readonly timeline: Timeline;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly hidden: boolean;
  readonly now: number;
}

/** The canvas, in an element that scrolls natively. What is chosen is also said aloud; the table says all of it. */
export function Drawing({ source, model, words, timeline, onKeyDown, hidden, now }: Props) {
  const t = useT();
  const help = useId();
  const { attach, row, hovered, isBoxing } = timeline;
  const chosen = spanRowAt(model, row);
  return (
    <div className={cx(css.stage, hidden && css.hidden)}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application handles its keys itself */}
      <div
        ref={attach}
        className={css.scroller}
        role="application"
        aria-label={t('timeline.label')}
        aria-describedby={help}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={css.content}>
          <canvas className={css.canvas} aria-hidden />
        </div>
      </div>
      {isBoxing && (
        <p className={css.boxing} role="status">
          {t('timeline.boxing')}
        </p>
      )}
      {hovered && (
        <HoverCard hovered={hovered} model={model} words={words} now={now} peek={(index) => source.peek?.(index)} />
      )}
      <p id={help} className={css.unseen}>
        {t('timeline.help')}
      </p>
      <p className={css.unseen} aria-live="polite">
        {chosen &&
          t('timeline.announce', {
            name: words.nameOf(chosen),
            state: t(stateKey(chosen)),
            duration: words.duration(Math.min(chosen.end, now) - chosen.start),
          })}
      </p>
    </div>
  );
}
