import type { BackNodeType, NoteNodeType } from '../canvas/scene/types.ts';
import type { NoteColour } from '../document/index.ts';
import type { Palette } from './palette.ts';
import { fonts, widthOf, Words } from './text.tsx';

interface Common {
  readonly colours: Palette;
  readonly width: number;
  readonly height: number;
}

const grounds: Readonly<Record<NoteColour, readonly [soft: keyof Palette, strong: keyof Palette]>> = {
  sand: ['timeSoft', 'time'],
  blue: ['accentSoft', 'accent'],
  green: ['okSoft', 'ok'],
  violet: ['undoSoft', 'undo'],
};

const size = 12;
const line = 17;
const inset = 10;

/** A note: its words without their marks, in as many lines as there is room for. */
export function NoteCard({ data, colours, width, height }: Common & { readonly data: NoteNodeType['data'] }) {
  const [soft, strong] = grounds[data.colour];
  const lines = linesOf(data.text, width - 2 * inset).slice(0, Math.max(1, Math.floor((height - inset) / line)));
  return (
    <>
      <rect width={width} height={height} rx={7} fill={colours[soft]} stroke={colours[strong]} strokeOpacity={0.4} />
      {lines.map((words, index) => (
        <Words
          // Lines have no names, and never change places.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          x={inset}
          y={inset + 10 + index * line}
          size={size}
          weight={400}
          fill={colours.ink}
          width={width - 2 * inset}
        >
          {words}
        </Words>
      ))}
    </>
  );
}

/** Broken between words; Chinese, which has no spaces, between characters. */
export function linesOf(text: string, width: number, measured = widthOf): readonly string[] {
  const font = `400 ${size}px ${fonts.sans}`;
  return text.split('\n').flatMap((paragraph) => {
    const plain = paragraph.replaceAll(/^\s*(?:#+|>|[-*])\s+|[*_`]|\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
    const lines: string[] = [];
    let current = '';
    for (const part of plain.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*/g) ?? []) {
      if (current !== '' && measured((current + part).trimEnd(), font) > width) {
        lines.push(current.trimEnd());
        current = '';
      }
      current += part;
    }
    return current === '' ? lines : [...lines, current.trimEnd()];
  });
}

/** The lane of the way back. */
export function BackLane({ data, colours, width, height }: Common & { readonly data: BackNodeType['data'] }) {
  return (
    <>
      <rect
        width={width}
        height={height}
        rx={10}
        fill={colours.undoSoft}
        fillOpacity={0.6}
        stroke={colours.undo}
        strokeOpacity={0.4}
        strokeDasharray="4 4"
      />
      <Words x={10} y={height - 6} size={11} weight={550} fill={colours.undo} width={width - 20}>
        {data.label}
      </Words>
    </>
  );
}
