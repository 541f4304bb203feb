import type { TimelineModel } from '../model.ts';
import { kindOfRow } from '../model/gather.ts';
import { spanRowAt } from '../row.ts';
import type { TraceSource } from '../source.ts';
import type { Stage } from '../stage.ts';
import { saveFile } from '../../ui/index.ts';
import { otlpOf } from './otlp.ts';

export async function savePng(stage: Stage | null, model: TimelineModel): Promise<void> {
  const picture = await stage?.png();
  if (picture) saveFile(picture, `${fileName(model)}.png`);
}

export function saveOtlp(source: TraceSource, model: TimelineModel): void {
  const spans = Array.from({ length: source.columns.count }, (_, span) => source.peek?.(span)).filter(
    (span) => span !== undefined,
  );
  const json = JSON.stringify(otlpOf(spans), null, 2);
  saveFile(new Blob([json], { type: 'application/json' }), `${fileName(model)}.otlp.json`);
}

function fileName(model: TimelineModel): string {
  const run = model.rows.kind.indexOf(kindOfRow.run);
  const shown = spanRowAt(model, run === -1 ? 0 : run) ?? spanRowAt(model, 1);
  return `${shown?.label ?? 'trace'}-${model.columns.traceId.slice(0, 8)}`.replaceAll(/[^\w.-]+/g, '_');
}
