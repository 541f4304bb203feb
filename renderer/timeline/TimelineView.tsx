import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useT } from '../locales/index.ts';
import { announce } from '../ui/index.ts';
import { act, type ActContext } from './acts/run.ts';
import { actPressed } from './acts/pressed.ts';
import { copyLink } from './copy-link.ts';
import { Drawing } from './Drawing.tsx';
import { savePng, saveOtlp, saveSvg } from './export/save.ts';
import { FindBar } from './FindBar.tsx';
import type { TimelineModel } from './model.ts';
import type { ViewMode } from './model/arrange.ts';
import { Overview } from './Overview.tsx';
import { spanRowAt } from './row.ts';
import { SpanDrawer } from './SpanDrawer.tsx';
import { TimelineTable } from './TimelineTable.tsx';
import { TimelineTools } from './TimelineTools.tsx';
import type { TraceTimelineProps } from './TraceTimeline.tsx';
import { useActs } from './useActs.ts';
import { useRoom } from './useRoom.ts';
import { type Timeline, useTimeline } from './useTimeline.ts';
import { useWords } from './words.ts';
import css from './Timeline.module.css';

type Props = TraceTimelineProps & {
  readonly model: TimelineModel;
  readonly onMode: (mode: ViewMode) => void;
};

/** A short trace in a low dock is seen whole: an overview of it would only take its room. */
const rowsWorthAnOverview = 12;

export function TimelineView(props: Props) {
  const { source, model, nameOf, dataOf, onOpenRun, onOpenTrace, toolbar, initial } = props;
  const t = useT();
  const words = useWords(nameOf);
  const section = useRef<HTMLElement>(null);
  const roomy = useRoom(section);
  const look = useLook(initial);
  const { asTable, details, setDetails, finds, setFinds, field } = look;
  const timeline = useTimeline({ ...props, words, openDetails: () => setDetails(true) });
  const { stage, row, attempt, find } = timeline;
  useInitialRange(stage, initial?.range);
  // The stage learns of a fresh model only after this render.
  const now = Math.max(model.length, stage?.now ?? 0);
  const showsOverview = !asTable && (look.overview ?? (roomy && model.rows.count > rowsWorthAnOverview));
  const context = useActContext(props, timeline, look, showsOverview);
  const used = useActs(section, context);
  const onActKey = (event: KeyboardEvent): boolean => {
    const id = actPressed(event);
    return id !== null && !(id === 'details' && row < 0) && act(id, context);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (timeline.onRowKey(event) || onActKey(event)) event.preventDefault();
  };
  const tools = <TimelineTools context={context} />;
  const inBar = showsOverview && !toolbar;
  return (
    <section
      ref={section}
      className={css.timeline}
      aria-label={t('timeline.label')}
      onFocusCapture={used}
      onPointerDownCapture={used}
    >
      <div className={css.main}>
        {(finds || roomy) && (
          <FindBar
            find={find}
            model={model}
            inputRef={field}
            onNext={timeline.nextMatch}
            onClose={roomy ? undefined : () => closeFind(timeline, setFinds)}
            onLeave={() => {
              if (!roomy && find.query === '') setFinds(false);
              stage?.focus();
            }}
          />
        )}
        {showsOverview && stage && (
          <Overview stage={stage} model={model} words={words}>
            {inBar && tools}
          </Overview>
        )}
        <div className={css.body}>
          {toolbar ? createPortal(tools, toolbar) : !inBar && <div className={css.tools}>{tools}</div>}
          {asTable && (
            <TimelineTable
              model={model}
              words={words}
              kept={find.hides ? find.matches : null}
              chosen={row}
              onChoose={(index) => timeline.show(index, 0)}
              onKey={onActKey}
            />
          )}
          <Drawing
            source={source}
            model={model}
            words={words}
            timeline={timeline}
            onKeyDown={onKeyDown}
            hidden={asTable}
            now={now}
          />
        </div>
      </div>
      {details && (
        <SpanDrawer
          source={source}
          model={model}
          row={spanRowAt(model, row)}
          index={row}
          attempt={attempt}
          words={words}
          now={now}
          critical={timeline.critical}
          dataOf={dataOf}
          onOpenRun={onOpenRun}
          onOpenTrace={onOpenTrace}
          spanActions={props.spanActions}
          onAttempt={(n) => timeline.choose(row, n)}
          onFind={(query) => {
            setFinds(true);
            find.setTerms(query);
          }}
          onClose={() => setDetails(false)}
        />
      )}
    </section>
  );
}

interface Look {
  readonly asTable: boolean;
  readonly setAsTable: (asTable: boolean) => void;
  readonly details: boolean;
  readonly setDetails: (shown: boolean) => void;
  readonly finds: boolean;
  readonly setFinds: (shown: boolean) => void;
  readonly openFind: () => void;
  readonly field: RefObject<HTMLInputElement | null>;
  /** Null until somebody says so: as there is room. */
  readonly overview: boolean | null;
  readonly setOverview: (shown: boolean) => void;
}

/** Which of its parts are shown. */
function useLook(initial: Props['initial']): Look {
  const [asTable, setAsTable] = useState(false);
  const [details, setDetails] = useState(initial?.span !== undefined);
  const [finds, setFinds] = useState((initial?.query ?? '') !== '');
  const [overview, setOverview] = useState<boolean | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const openFind = (): void => {
    setFinds(true);
    requestAnimationFrame(() => field.current?.focus());
  };
  return { asTable, setAsTable, details, setDetails, finds, setFinds, openFind, field, overview, setOverview };
}

function useActContext(
  { source, model, trace, onMode, onSaveOtlp }: Props,
  timeline: Timeline,
  look: Look,
  overview: boolean,
): ActContext {
  const t = useT();
  const { stage } = timeline;
  const { asTable, details } = look;
  return {
    model,
    timeline,
    asTable,
    details,
    overview,
    onMode,
    onFind: look.openFind,
    onOverview: () => look.setOverview(!overview),
    onTable: () => look.setAsTable(!asTable),
    onDetails: () => look.setDetails(!details),
    onPng: () => void savePng(stage, model),
    onSvg: () => saveSvg(stage, model),
    onOtlp: onSaveOtlp ?? (source.peek ? () => saveOtlp(source, model) : undefined),
    onLink: trace && (() => void copyLink(trace, model, timeline).then(() => announce(t('timeline.linkCopied')))),
  };
}

function closeFind({ find, stage }: Timeline, setFinds: (shown: boolean) => void): void {
  find.setTerms([]);
  find.setDraft('');
  setFinds(false);
  stage?.focus();
}

function useInitialRange(stage: Timeline['stage'], range: { from: number; to: number } | undefined): void {
  useEffect(() => {
    if (stage && range) stage.range = range;
    // oxlint-disable-next-line react/exhaustive-deps -- once: then it is the person's
  }, [stage]);
}
