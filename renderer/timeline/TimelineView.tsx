import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useT } from '../locales/index.ts';
import { Drawing } from './Drawing.tsx';
import { savePng, saveOtlp } from './export/save.ts';
import type { TimelineModel } from './model.ts';
import { spanRowAt } from './row.ts';
import { SpanDrawer } from './SpanDrawer.tsx';
import { TimelineTable } from './TimelineTable.tsx';
import { TimelineTools } from './TimelineTools.tsx';
import type { TraceTimelineProps } from './TraceTimeline.tsx';
import { useTimeline } from './useTimeline.ts';
import { useWords } from './words.ts';
import css from './Timeline.module.css';

type Props = TraceTimelineProps & { readonly model: TimelineModel };

export function TimelineView({ source, model, nameOf, dataOf, onOpenRun, toolbar, ...rest }: Props) {
  const t = useT();
  const words = useWords(nameOf);
  const [asTable, setAsTable] = useState(false);
  const [details, setDetails] = useState(false);
  const controls = useTimeline({ ...rest, model, words, openDetails: () => setDetails(true) });
  const { stage, row, attempt, foldWaits } = controls;
  // The stage learns of a fresh model only after this render.
  const now = Math.max(model.length, stage?.now ?? 0);
  const tools = (
    <TimelineTools
      errors={controls.errors}
      foldWaits={foldWaits}
      asTable={asTable}
      details={details}
      open={model.open}
      onJump={controls.jump}
      onFoldWaits={() => controls.setFoldWaits(!foldWaits)}
      onFit={() => stage?.fit()}
      onZoom={(factor) => stage?.zoom(factor)}
      onTable={() => setAsTable(!asTable)}
      onDetails={() => setDetails(!details)}
      onPng={() => void savePng(stage, model)}
      onOtlp={rest.onSaveOtlp ?? (source.peek ? () => saveOtlp(source, model) : undefined)}
    />
  );
  return (
    <section className={css.timeline} aria-label={t('timeline.label')}>
      {toolbar ? createPortal(tools, toolbar) : <div className={css.tools}>{tools}</div>}
      {asTable && (
        <TimelineTable
          model={model}
          words={words}
          kept={null}
          chosen={row}
          onChoose={(index) => controls.show(index, 0)}
        />
      )}
      <Drawing source={source} model={model} words={words} controls={controls} hidden={asTable} now={now} />
      {details && (
        <SpanDrawer
          source={source}
          model={model}
          row={spanRowAt(model, row)}
          index={row}
          attempt={attempt}
          words={words}
          now={now}
          dataOf={dataOf}
          onOpenRun={onOpenRun}
          spanActions={rest.spanActions}
          onAttempt={(n) => controls.choose(row, n)}
          onClose={() => setDetails(false)}
        />
      )}
    </section>
  );
}
