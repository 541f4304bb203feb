import type { SpanRecord } from '@sagaloom/engine/contract';
import { useLayoutEffect, useRef, useState } from 'react';
import { useT } from '../locales/index.ts';
import type { TimelineModel } from './model.ts';
import type { Words } from './paint/scene.ts';
import { textAt } from './model/codes.ts';
import { barAt, type SpanRow } from './row.ts';
import { undoneOf } from './bars.ts';
import { stateKey } from './words.ts';
import css from './Timeline.module.css';

export interface Hovered {
  readonly row: SpanRow;
  readonly bar: number;
  readonly x: number;
  readonly y: number;
}

interface Props {
  readonly hovered: Hovered;
  readonly model: TimelineModel;
  readonly words: Words;
  readonly now: number;
  /** Of the span the bar is of, where it is at hand. */
  readonly peek: ((index: number) => SpanRecord | undefined) | undefined;
}

/** What the bar under the pointer is: for the eye only, the details say the same. */
export function HoverCard({ hovered, model, words, now, peek }: Props) {
  const t = useT();
  const card = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  const { row, x, y } = hovered;
  useLayoutEffect(() => {
    const own = card.current;
    const room = own?.parentElement;
    if (!own || !room) return;
    const below = y + 18 + own.offsetHeight <= room.clientHeight;
    setPlace({
      left: Math.max(4, Math.min(x + 12, room.clientWidth - own.offsetWidth - 4)),
      top: below ? y + 18 : Math.max(2, y - own.offsetHeight - 10),
    });
  }, [x, y]);
  const bar = barAt(model, hovered.bar);
  const { columns } = model;
  const title = (): string => {
    if (bar.kind === 'wait') {
      const isSlot = textAt(columns, bar.span, 'sagaloom.wait.reason') === 'slot';
      return t(isSlot ? 'timeline.waitSlot' : 'timeline.waitRetry');
    }
    if (bar.kind === 'person') return t('timeline.waitPerson');
    if (bar.attempt === 0) return t(stateKey(row));
    return t(undoneOf(columns)(bar.span) ? 'timeline.undoAttempt' : 'timeline.attempt', { attempt: bar.attempt });
  };
  const error = textAt(columns, bar.span, 'error.type');
  return (
    <div ref={card} className={css.card} style={place} aria-hidden>
      <strong>{words.nameOf(row)}</strong>
      <span className={css.cardKind}>{title()}</span>
      <span className={css.cardTime}>
        {words.duration(Math.min(bar.end, now) - bar.start)}
        <small>{t('timeline.after', { duration: words.duration(bar.start) })}</small>
      </span>
      {error !== null && (
        <span className={css.cardError}>
          <code>{error}</code>
          {peek?.(bar.span)?.statusMessage}
        </span>
      )}
    </div>
  );
}
