import { fitted } from '../ui/fitted.ts';

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

let context: CanvasRenderingContext2D | null = null;

export function widthOf(text: string, font: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * 7;
  context.font = font;
  return context.measureText(text).width;
}

/** As much of a text as there is room for; at least a sign that there is more. */
export const fitting = (text: string, width: number, font: string, measured = widthOf): string =>
  fitted(text, width, (part) => measured(part, font)) || (text === '' ? '' : '…');
