import type { TimelineModel } from '../model.ts';
import { text } from '../span.ts';
import type { Stage } from '../stage.ts';
import { saveFile } from '../../ui/index.ts';
import { otlpOf } from './otlp.ts';

export async function savePng(stage: Stage | null, model: TimelineModel): Promise<void> {
  const picture = await stage?.png();
  if (picture) saveFile(picture, `${fileName(model)}.png`);
}

export function saveOtlp(model: TimelineModel): void {
  const json = JSON.stringify(otlpOf(model.spans), null, 2);
  saveFile(new Blob([json], { type: 'application/json' }), `${fileName(model)}.otlp.json`);
}

function fileName({ rows, spans }: TimelineModel): string {
  const run = rows.find((row) => row.kind === 'run');
  const [first] = spans;
  const name = run && run.kind !== 'lane' ? run.label : ((first && text(first, 'id')) ?? 'trace');
  return `${name}-${first?.traceId.slice(0, 8) ?? ''}`.replaceAll(/[^\w.-]+/g, '_');
}
