import { Flag, RotateCcw, ShieldCheck, Timer, Undo2 } from 'lucide-react';
import type { ActivityInfo } from '@sagaloom/engine/contract';
import { type GlyphName, glyphs } from '../canvas/glyphs/glyphs.ts';
import type { StepOverlay } from '../canvas/overlay.ts';
import type { Pill } from '../canvas/scene/pills.ts';
import type { GroupNodeType, LaneNodeType, StepNodeType, UndoNodeType } from '../canvas/scene/types.ts';
import { groundOf, markOf, tileOf } from './look.ts';
import type { Palette } from './palette.ts';
import { fonts, widthOf, Words } from './text.tsx';

interface Common {
  readonly colours: Palette;
  readonly width: number;
  readonly height: number;
}

type Of<T extends { readonly data: unknown }> = Common & { readonly data: T['data'] };

const dimmed = (run: StepOverlay | null): number => (run?.state === 'notReached' ? 0.55 : 1);

function outline(run: StepOverlay | null, colours: Palette, plain: string): string {
  const mark = run && markOf(run);
  return mark ? colours[mark.colour] : plain;
}

export function StepCard(props: Of<StepNodeType> & { readonly activity: ActivityInfo | null }) {
  const { data, colours, width, height, activity } = props;
  const { label, summary, run, pills, glyph, collapsed } = data;
  return (
    <g opacity={dimmed(run)}>
      {collapsed && (
        <rect x={5} y={8} width={width - 10} height={height - 3} rx={10} fill={colours.raised} stroke={colours.line2} />
      )}
      <rect
        width={width}
        height={height}
        rx={10}
        fill={colours.raised}
        stroke={outline(run, colours, colours.line2)}
        strokeOpacity={run?.state === 'completed' ? 0.6 : 1}
        strokeWidth={run && run.state !== 'notReached' ? 1.4 : 1}
      />
      <Tile glyph={glyph} icon={activity?.icon ?? null} colours={colours} y={(height - 34) / 2} />
      <Words x={54} y={height / 2 - 3} size={13} weight={600} fill={colours.ink} width={width - 64}>
        {label}
      </Words>
      <Words x={54} y={height / 2 + 14} size={12} weight={400} fill={colours.ink3} width={width - 64}>
        {summary}
      </Words>
      <Pills pills={pills} run={run} y={height} colours={colours} />
      <State run={run} x={width} colours={colours} />
    </g>
  );
}

function Tile({
  glyph,
  icon,
  y,
  colours,
}: {
  readonly glyph: GlyphName;
  readonly icon: string | null;
  readonly y: number;
  readonly colours: Palette;
}) {
  const { icon: Icon, tone } = glyphs[glyph];
  const [soft, strong] = tileOf[tone];
  return (
    <>
      <rect x={10} y={y} width={34} height={34} rx={7} fill={colours[soft]} />
      {icon !== null && glyph === 'activity' ? (
        <svg
          x={18}
          y={y + 8}
          width={18}
          height={18}
          viewBox="0 0 16 16"
          fill="none"
          stroke={colours[strong]}
          strokeWidth={1.3}
        >
          <path d={icon} strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      ) : (
        <Icon x={18} y={y + 8} size={18} color={colours[strong]} strokeWidth={1.75} />
      )}
    </>
  );
}

const pillIcons: Readonly<Record<string, typeof Flag>> = {
  attempts: RotateCcw,
  limit: Timer,
  pivot: Flag,
  catch: ShieldCheck,
};

interface PillsProps {
  readonly pills: readonly Pill[];
  readonly run: StepOverlay | null;
  readonly y: number;
  readonly colours: Palette;
}

function Pills({ pills, run, y, colours }: PillsProps) {
  const shown = pills.map(({ kind, text }) => {
    const words = kind === 'attempts' && run && run.attempts > 1 ? `${run.attempts} / ${text}` : text;
    return { kind, words, width: words === '' ? 21 : 25 + widthOf(words, `500 11px ${fonts.sans}`) };
  });
  return shown.map(({ kind, words, width }, index) => {
    const x = 52 + shown.slice(0, index).reduce((sum, pill) => sum + pill.width + 4, 0);
    const Icon = pillIcons[kind];
    const ink = kind === 'pivot' ? colours.undo : colours.ink2;
    return (
      <g key={kind} transform={`translate(${x} ${y - 9})`}>
        <rect width={width} height={18} rx={9} fill={colours.panel} stroke={colours.line2} />
        {Icon && <Icon x={5} y={3.5} size={11} color={ink} strokeWidth={2} />}
        <text x={19} y={12.8} fontSize={11} fontWeight={500} fill={ink}>
          {words}
        </text>
      </g>
    );
  });
}

/** The badge on the upper right corner. */
function State({
  run,
  x,
  colours,
}: {
  readonly run: StepOverlay | null;
  readonly x: number;
  readonly colours: Palette;
}) {
  const mark = run && markOf(run);
  if (!run || !mark) return null;
  const { icon: Icon, colour } = mark;
  const words = run.items
    ? `${run.items.done}/${run.items.total}`
    : run.state === 'retrying'
      ? String(run.attempts)
      : '';
  const width = words === '' ? 20 : 25 + widthOf(words, `600 11px ${fonts.sans}`);
  return (
    <g transform={`translate(${x - width + 9} -9)`}>
      <rect width={width} height={18} rx={9} fill={colours[colour]} stroke={colours.panel} strokeWidth={1.5} />
      <Icon x={4.5} y={3.5} size={11} color={colours.accentInk} strokeWidth={3} />
      <text x={19} y={12.8} fontSize={11} fontWeight={600} fill={colours.accentInk}>
        {words}
      </text>
    </g>
  );
}

export function Group({ data, colours, width, height }: Of<GroupNodeType>) {
  const { label, detail, glyph, tone, run, pills, pivotX, titleX } = data;
  const [soft, strong] = groundOf[tone];
  const Icon = glyphs[glyph].icon;
  const named = widthOf(label, `600 13px ${fonts.sans}`);
  return (
    <g opacity={dimmed(run)}>
      <rect
        width={width}
        height={height}
        rx={16}
        fill={colours[soft]}
        fillOpacity={0.4}
        stroke={outline(run, colours, colours[strong])}
        strokeOpacity={run && markOf(run) ? 1 : 0.5}
        strokeWidth={1.5}
      />
      <Icon x={titleX} y={11} size={15} color={colours[strong]} strokeWidth={2} />
      <Words x={titleX + 22} y={23} size={13} weight={600} fill={colours[strong]} width={width - titleX - 40}>
        {label}
      </Words>
      <Words
        x={titleX + 29 + named}
        y={23}
        size={12}
        weight={450}
        fill={colours.ink3}
        width={width - titleX - 50 - named}
      >
        {detail}
      </Words>
      {pivotX !== null && (
        <line
          x1={pivotX}
          x2={pivotX}
          y1={14}
          y2={height - 14}
          stroke={colours.line3}
          strokeWidth={2}
          strokeDasharray="0.1 5"
          strokeLinecap="round"
        />
      )}
      <Pills pills={pills} run={run} y={height} colours={colours} />
      <State run={run} x={width} colours={colours} />
    </g>
  );
}

export function Lane({ data, colours, width, height }: Of<LaneNodeType>) {
  return (
    <>
      <rect
        width={width}
        height={height}
        rx={10}
        fill={colours.panel}
        fillOpacity={0.5}
        stroke={colours.line2}
        strokeDasharray="4 4"
      />
      <Words x={14} y={22} size={12} weight={550} fill={colours.ink2} width={width - 28}>
        {data.label}
      </Words>
    </>
  );
}

export function Undo({ data, colours, width, height }: Of<UndoNodeType>) {
  const { label, order, run } = data;
  const isIdle = run !== null && run.undo === 'none';
  return (
    <g opacity={isIdle ? 0.55 : 1}>
      <rect width={width} height={height} rx={10} fill={colours.undoSoft} stroke={colours.undo} strokeDasharray="4 3" />
      <Undo2 x={11} y={(height - 13) / 2} size={13} color={colours.undo} strokeWidth={2} />
      <Words
        x={30}
        y={height / 2 + 4.5}
        size={12}
        weight={550}
        fill={colours.undo}
        width={width - (order === null ? 40 : 56)}
      >
        {label}
      </Words>
      {order !== null && (
        <Words x={width - 11} y={height / 2 + 4.5} size={12} weight={550} fill={colours.undo} width={20} anchor="end">
          {String(order)}
        </Words>
      )}
    </g>
  );
}
