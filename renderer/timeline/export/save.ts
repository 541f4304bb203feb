import type { TimelineModel } from '../model.ts';
import { text } from '../span.ts';
import type { Stage } from '../stage.ts';
import { otlpOf } from './otlp.ts';

export async function savePng(stage: Stage | null, model: TimelineModel): Promise<void> {
  const picture = await stage?.png();
  if (picture) save(picture, `${fileName(model)}.png`);
}

export function saveOtlp(model: TimelineModel): void {
  const json = JSON.stringify(otlpOf(model.spans), null, 2);
  save(new Blob([json], { type: 'application/json' }), `${fileName(model)}.otlp.json`);
}

function fileName({ rows, spans }: TimelineModel): string {
  const run = rows.find((row) => row.kind === 'run');
  const [first] = spans;
  const name = run && run.kind !== 'lane' ? run.label : ((first && text(first, 'id')) ?? 'trace');
  return `${name}-${first?.traceId.slice(0, 8) ?? ''}`.replaceAll(/[^\w.-]+/g, '_');
}

function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; a URL let go at once would break it in some browsers.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
