import { useCallback, useMemo } from 'react';
import { outlineOf, select, useActiveDocument } from '../../document/index.ts';
import { showRun } from '../../runs/show-run.ts';
import { useStepNames } from '../../timeline/of-run.ts';
import { TraceTimeline } from '../../timeline/TraceTimeline.tsx';
import { openById } from '../open-trace.ts';
import { saveStoredOtlp } from '../page/export.ts';
import { storedSource } from '../source.ts';
import type { LaidTrace } from './laid.ts';

/** The timeline of the trace that lies over the drawing, in step with it: a bar selects its step there, and the other way round. */
export function LaidTimeline({ laid: { trace, columns, at } }: { readonly laid: LaidTrace }) {
  const open = useActiveDocument();
  const outline = open ? outlineOf(open.document) : null;
  const nameOf = useStepNames(outline);
  const source = useMemo(() => storedSource(trace.traceId, columns), [trace, columns]);
  const id = open?.id ?? null;
  const [step] = open?.selection.steps ?? [];
  const selected = useMemo(() => (step === undefined ? null : { path: step }), [step]);
  const onSelect = useCallback(
    (path: string): void => {
      const chosen = path.slice(path.lastIndexOf('.') + 1); // `items[3].ship` is the step `ship`
      if (id !== null && outline?.steps.has(chosen) === true) select(id, { steps: [chosen] });
    },
    [id, outline],
  );
  return (
    <TraceTimeline
      source={source}
      now={at}
      live={false}
      selected={selected}
      onSelect={onSelect}
      nameOf={nameOf}
      trace={trace}
      onOpenRun={(runId) => void showRun(runId)}
      onOpenTrace={(traceId) => void openById(traceId)}
      onSaveOtlp={() => void saveStoredOtlp(trace)}
    />
  );
}
