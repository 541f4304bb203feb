export const fonts = {
  sans: "'Inter Variable', Inter, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Helvetica Neue', Arial, sans-serif",
} as const;

interface Props {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight: number;
  readonly fill: string;
  /** Words that are longer end in an ellipsis. */
  readonly width: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly children: string;
}

/** One line of words; `y` is its base line. What was cut off is its title. */
export function Words({ x, y, size, weight, fill, width, anchor = 'start', children }: Props) {
  const shown = fitting(children, width, `${weight} ${size}px ${fonts.sans}`);
  return (
    <text x={x} y={y} fontSize={size} fontWeight={weight} fill={fill} textAnchor={anchor}>
      {shown}
      {shown !== children && <title>{children}</title>}
    </text>
  );
}

const graphemes = new Intl.Segmenter();

let context: CanvasRenderingContext2D | null = null;

export function widthOf(text: string, font: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * 7;
  context.font = font;
  return context.measureText(text).width;
}

/** As much of a text as there is room for. Characters are never cut in two. */
export function fitting(text: string, width: number, font: string, measured = widthOf): string {
  if (measured(text, font) <= width) return text;
  const characters = Array.from(graphemes.segment(text), ({ segment }) => segment);
  let [low, high] = [0, characters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measured(`${characters.slice(0, middle).join('')}…`, font) <= width) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join('').trimEnd()}…`;
}
