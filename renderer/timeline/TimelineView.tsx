import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useT } from '../locales/index.ts';
import { announce } from '../ui/index.ts';
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
import { useRoom } from './useRoom.ts';
import { type TimelineControls, useTimeline } from './useTimeline.ts';
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
  const [asTable, setAsTable] = useState(false);
  const [details, setDetails] = useState(initial?.span !== undefined);
  const [finds, setFinds] = useState((initial?.query ?? '') !== '');
  const [overview, setOverview] = useState<boolean | null>(null);
  const { ref, roomy } = useRoom();
  const field = useRef<HTMLInputElement>(null);
  const openFind = (): void => {
    setFinds(true);
    requestAnimationFrame(() => field.current?.focus());
  };
  const controls = useTimeline({ ...props, words, openDetails: () => setDetails(true), openFind });
  const { stage, row, attempt, find } = controls;
  useInitialRange(stage, initial?.range);
  // The stage learns of a fresh model only after this render.
  const now = Math.max(model.length, stage?.now ?? 0);
  const showsOverview = !asTable && (overview ?? (roomy && model.rows.count > rowsWorthAnOverview));
  const tools = (
    <TimelineTools
      model={model}
      controls={controls}
      asTable={asTable}
      details={details}
      overview={showsOverview}
      onMode={props.onMode}
      onFind={openFind}
      onOverview={() => setOverview(!showsOverview)}
      onTable={() => setAsTable(!asTable)}
      onDetails={() => setDetails(!details)}
      onPng={() => void savePng(stage, model)}
      onSvg={() => saveSvg(stage, model)}
      onOtlp={props.onSaveOtlp ?? (source.peek ? () => saveOtlp(source, model) : undefined)}
      onLink={
        props.trace &&
        (() => void copyLink(props.trace, model, controls).then(() => announce(t('timeline.linkCopied'))))
      }
    />
  );
  const inBar = showsOverview && !toolbar;
  return (
    <section ref={ref} className={css.timeline} aria-label={t('timeline.label')}>
      <div className={css.main}>
        {(finds || roomy) && (
          <FindBar
            find={find}
            model={model}
            inputRef={field}
            onNext={controls.nextMatch}
            onClose={roomy ? undefined : () => closeFind(controls, setFinds)}
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
              onChoose={(index) => controls.show(index, 0)}
            />
          )}
          <Drawing source={source} model={model} words={words} controls={controls} hidden={asTable} now={now} />
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
          critical={controls.critical}
          dataOf={dataOf}
          onOpenRun={onOpenRun}
          onOpenTrace={onOpenTrace}
          spanActions={props.spanActions}
          onAttempt={(n) => controls.choose(row, n)}
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

function closeFind({ find, stage }: TimelineControls, setFinds: (shown: boolean) => void): void {
  find.setTerms([]);
  find.setDraft('');
  setFinds(false);
  stage?.focus();
}

function useInitialRange(stage: TimelineControls['stage'], range: { from: number; to: number } | undefined): void {
  useEffect(() => {
    if (stage && range) stage.range = range;
    // oxlint-disable-next-line react/exhaustive-deps -- once: then it is the person's
  }, [stage]);
}
