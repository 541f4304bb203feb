import { outlineOf } from '../paint/glyphs.ts';
import type { Pen } from '../paint/scene.ts';

interface Style {
  readonly fillStyle: Pen['fillStyle'];
  readonly strokeStyle: Pen['strokeStyle'];
  readonly globalAlpha: number;
  readonly font: string;
  readonly textAlign: CanvasTextAlign;
  readonly lineWidth: number;
  readonly lineCap: CanvasLineCap;
  readonly move: string;
  readonly clip: string | null;
}

/**
 * Takes what is painted down as SVG, so that the vector picture is the one on the screen: the same hand draws both. It knows what the
 * timeline's painting uses, no more. Colours are written as `colourOf` gives them: not every program reads what a style sheet may say.
 */
export class SvgPen implements Pen {
  fillStyle: Pen['fillStyle'] = 'none';
  strokeStyle: Pen['strokeStyle'] = 'none';
  globalAlpha = 1;
  font = '12px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'middle';
  lineWidth = 1;
  lineCap: CanvasLineCap = 'butt';
  lineJoin: CanvasLineJoin = 'miter';
  readonly #measure: (font: string, text: string) => TextMetrics;
  readonly #colourOf: (colour: string) => string;
  readonly #parts: string[] = [];
  readonly #clips: string[] = [];
  readonly #saved: Style[] = [];
  #path = '';
  #move = '';
  #clip: string | null = null;

  constructor(measure: (font: string, text: string) => TextMetrics, colourOf: (colour: string) => string) {
    this.#measure = measure;
    this.#colourOf = colourOf;
  }

  /** The document, of this size in CSS pixels. */
  document(width: number, height: number, title: string): string {
    const clips = this.#clips.map((d, n) => `<clipPath id="c${n}"><path d="${d}"/></clipPath>`).join('');
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
      `<title>${escaped(title)}</title>`,
      clips === '' ? '' : `<defs>${clips}</defs>`,
      ...this.#parts,
      '</svg>',
    ].join('\n');
  }

  save(): void {
    const { fillStyle, strokeStyle, globalAlpha, font, textAlign, lineWidth, lineCap } = this;
    const style = { fillStyle, strokeStyle, globalAlpha, font, textAlign, lineWidth, lineCap };
    this.#saved.push({ ...style, move: this.#move, clip: this.#clip });
  }

  restore(): void {
    const style = this.#saved.pop();
    if (!style) return;
    const { move, clip, ...rest } = style;
    Object.assign(this, rest);
    this.#move = move;
    this.#clip = clip;
  }

  translate(x: number, y: number): void {
    this.#move += ` translate(${n(x)} ${n(y)})`;
  }

  scale(x: number, y: number): void {
    this.#move += ` scale(${n(x)} ${n(y)})`;
  }

  beginPath(): void {
    this.#path = '';
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${n(x)} ${n(y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#path += `L${n(x)} ${n(y)}`;
  }

  closePath(): void {
    this.#path += 'Z';
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${n(x)} ${n(y)}h${n(width)}v${n(height)}h${n(-width)}Z`;
  }

  roundRect(
    x: number,
    y: number,
    width: number,
    height: number,
    radius?: number | DOMPointInit | Iterable<number | DOMPointInit>,
  ): void {
    const r = Math.max(Math.min(typeof radius === 'number' ? radius : 0, width / 2, height / 2), 0);
    const turn = (dx: number, dy: number): string => `a${n(r)} ${n(r)} 0 0 1 ${n(dx)} ${n(dy)}`;
    this.#path += `M${n(x + r)} ${n(y)}h${n(width - 2 * r)}${turn(r, r)}v${n(height - 2 * r)}${turn(-r, r)}h${n(2 * r - width)}${turn(-r, -r)}v${n(2 * r - height)}${turn(r, -r)}Z`;
  }

  clip(): void {
    this.#clip = `c${this.#clips.push(this.#path) - 1}`;
  }

  fill(): void {
    this.#put(`<path d="${this.#path}" fill="${this.#paint(this.fillStyle)}"`);
  }

  stroke(path?: Path2D): void {
    const d = path ? outlineOf(path) : this.#path;
    const cap = this.lineCap === 'butt' ? '' : ` stroke-linecap="${this.lineCap}" stroke-linejoin="round"`;
    this.#put(
      `<path d="${d}" fill="none" stroke="${this.#paint(this.strokeStyle)}" stroke-width="${n(this.lineWidth)}"${cap}`,
    );
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    if (width <= 0 || height <= 0) return;
    this.#put(
      `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${this.#paint(this.fillStyle)}"`,
    );
  }

  fillText(text: string, x: number, y: number): void {
    if (text === '') return;
    const anchor = this.textAlign === 'center' ? ' text-anchor="middle"' : '';
    const style = escaped(this.font.replaceAll('"', "'"));
    this.#put(
      `<text x="${n(x)}" y="${n(y)}" dominant-baseline="central" style="font:${style}" fill="${this.#paint(this.fillStyle)}"${anchor}`,
      `>${escaped(text)}</text>`,
    );
  }

  measureText(text: string): TextMetrics {
    return this.#measure(this.font, text);
  }

  /** Only what is live glows, and a picture is not. */
  createLinearGradient(): CanvasGradient {
    throw new Error('a still picture has no gradients');
  }

  #put(open: string, close = '/>'): void {
    const alpha = this.globalAlpha === 1 ? '' : ` opacity="${n(this.globalAlpha)}"`;
    const move = this.#move === '' ? '' : ` transform="${this.#move.trim()}"`;
    const part = `${open}${alpha}${move}${close}`;
    // The clip is of the page, not of what was moved within it.
    this.#parts.push(this.#clip === null ? part : `<g clip-path="url(#${this.#clip})">${part}</g>`);
  }

  #paint(style: Pen['fillStyle']): string {
    return typeof style === 'string' ? this.#colourOf(style) : 'none';
  }
}

const n = (value: number): string => String(Math.round(value * 100) / 100);

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (letter) => entities[letter] ?? letter);
