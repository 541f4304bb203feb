import type { TimelineModel } from '../model.ts';
import { kindOfRow } from '../model/gather.ts';
import { paint } from '../paint/index.ts';
import { spanRowAt } from '../row.ts';
import type { TraceSource } from '../source.ts';
import type { Stage } from '../stage.ts';
import { saveFile } from '../../ui/index.ts';
import { otlpOf } from './otlp.ts';
import { SvgPen } from './svg-pen.ts';

/** CSS pixels; twice as many are painted. Beyond it a canvas may fail. */
const tallestPng = 8_000;
/** Some two thousand rows: a larger drawing opens nowhere. */
const tallestSvg = 48_100;

export async function savePng(stage: Stage | null, model: TimelineModel): Promise<void> {
  const scene = stage?.still(tallestPng);
  const canvas = document.createElement('canvas');
  canvas.width = (scene?.width ?? 0) * 2;
  canvas.height = (scene?.height ?? 0) * 2;
  const pen = canvas.getContext('2d');
  if (!scene || !pen) return;
  pen.scale(2, 2);
  paint(pen, scene);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (picture) saveFile(picture, `${fileName(model)}.png`);
}

export function saveSvg(stage: Stage | null, model: TimelineModel): void {
  const scene = stage?.still(tallestSvg);
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!scene || !pen) return;
  const svg = new SvgPen((font, text) => {
    pen.font = font;
    return pen.measureText(text);
  }, coloursBy(pen));
  paint(svg, scene);
  const picture = svg.document(scene.width, scene.height, titleOf(model));
  saveFile(new Blob([picture], { type: 'image/svg+xml' }), `${fileName(model)}.svg`);
}

/** As six digits, which every program reads; the canvas knows all that a style sheet may say. */
function coloursBy(pen: CanvasRenderingContext2D): (colour: string) => string {
  const known = new Map<string, string>();
  return (colour) => {
    const found = known.get(colour);
    if (found !== undefined) return found;
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = pen.getImageData(0, 0, 1, 1).data;
    const made = `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
    known.set(colour, made);
    return made;
  };
}

export function saveOtlp(source: TraceSource, model: TimelineModel): void {
  const spans = Array.from({ length: source.columns.count }, (_, span) => source.peek?.(span)).filter(
    (span) => span !== undefined,
  );
  const json = JSON.stringify(otlpOf(spans), null, 2);
  saveFile(new Blob([json], { type: 'application/json' }), `${fileName(model)}.otlp.json`);
}

function titleOf(model: TimelineModel): string {
  const run = model.rows.kind.indexOf(kindOfRow.run);
  const shown = spanRowAt(model, run === -1 ? 0 : run) ?? spanRowAt(model, 1);
  return shown?.label ?? 'trace';
}

const fileName = (model: TimelineModel): string =>
  `${titleOf(model)}-${model.columns.traceId.slice(0, 8)}`.replaceAll(/[^\w.-]+/g, '_');
