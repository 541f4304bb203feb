import type { ActivityInfo } from '@sagaloom/engine/contract';
import { drawn } from '../canvas/edges/path.ts';
import type { CanvasEdge, Drawn, FlowEdgeData, Scene } from '../canvas/scene/types.ts';
import { Group, Lane, StepCard, Undo } from './Nodes.tsx';
import { BackLane, NoteCard } from './Note.tsx';
import type { Palette } from './palette.ts';
import { endsOf, frameOf, type Placed, placed } from './place.ts';
import { fonts, widthOf, Words } from './text.tsx';

export interface PictureProps {
  readonly scene: Scene;
  readonly colours: Palette;
  /** Null leaves the ground clear. */
  readonly ground: string | null;
  readonly title: string;
  readonly activities: ReadonlyMap<string, ActivityInfo>;
}

/** A drawing as one SVG that stands by itself: no style sheet, no script, words as words. */
export function Picture({ scene, colours, ground, title, activities }: PictureProps) {
  const nodes = placed(scene);
  const { x, y, width, height } = frameOf(scene);
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={Math.ceil(width)}
      height={Math.ceil(height)}
      viewBox={`${x} ${y} ${Math.ceil(width)} ${Math.ceil(height)}`}
      fontFamily={fonts.sans}
      role="img"
    >
      <title>{title}</title>
      {ground !== null && <rect x={x} y={y} width={Math.ceil(width)} height={Math.ceil(height)} fill={ground} />}
      {layered(scene).map((part) =>
        'source' in part ? (
          <Line key={`edge ${part.id}`} edge={part} nodes={nodes} colours={colours} />
        ) : (
          <NodeAt key={part.id} placed={nodes.get(part.id)} colours={colours} activities={activities} />
        ),
      )}
      {scene.edges.map((edge) => (
        <LineWords key={edge.id} edge={edge} nodes={nodes} colours={colours} />
      ))}
    </svg>
  );
}

/** From the ground up, as the canvas has it. */
function layered({ nodes, edges }: Scene): readonly (Drawn | CanvasEdge)[] {
  return [...nodes, ...edges].toSorted((a, b) => (a.zIndex ?? 0) - (b.zIndex ?? 0));
}

interface NodeProps extends Pick<PictureProps, 'colours' | 'activities'> {
  readonly placed: Placed | undefined;
}

function NodeAt({ placed: found, colours, activities }: NodeProps) {
  if (!found) return null;
  const { node, at } = found;
  return <g transform={`translate(${at.x} ${at.y})`}>{drawingOf(node, colours, activities)}</g>;
}

function drawingOf(node: Drawn, colours: Palette, activities: PictureProps['activities']) {
  const common = { colours, width: node.width ?? 0, height: node.height ?? 0 };
  switch (node.type) {
    case 'step':
      return <StepCard {...common} data={node.data} activity={activities.get(node.data.activity ?? '') ?? null} />;
    case 'frame':
      return <Group {...common} data={node.data} />;
    case 'lane':
      return <Lane {...common} data={node.data} />;
    case 'undo':
      return <Undo {...common} data={node.data} />;
    case 'start':
      return <Start taken={node.data.taken} colours={colours} size={common.width} />;
    case 'note':
      return <NoteCard {...common} data={node.data} />;
    case 'back':
      return <BackLane {...common} data={node.data} />;
    default:
      return null;
  }
}

function Start({
  taken,
  colours,
  size,
}: {
  readonly taken: boolean;
  readonly colours: Palette;
  readonly size: number;
}) {
  const colour = taken ? colours.ok : colours.ink3;
  return (
    <>
      <circle cx={size / 2} cy={size / 2} r={size / 2 - 1} fill={colours.panel} stroke={colour} strokeWidth={2} />
      <circle cx={size / 2} cy={size / 2} r={2.5} fill={colour} />
    </>
  );
}

interface LineProps {
  readonly edge: CanvasEdge;
  readonly nodes: ReadonlyMap<string, Placed>;
  readonly colours: Palette;
}

function Line({ edge, nodes, colours }: LineProps) {
  const ends = endsOf(edge, nodes);
  const { data } = edge;
  if (!ends || !data) return null;
  const { path } = drawn(ends, data);
  const isBack = data.kind === 'undo' || data.kind === 'back';
  return (
    <g opacity={data.state === 'notReached' ? (isBack ? 0.3 : 0.6) : isBack && data.state === 'plain' ? 0.5 : 1}>
      <path
        d={path}
        fill="none"
        stroke={strokeOf(data, colours)}
        strokeWidth={data.state === 'taken' || isBack ? 1.75 : 1.5}
        {...(isBack ? { strokeDasharray: '4 4' } : data.kind === 'catch' ? { strokeDasharray: '5 4' } : {})}
      />
      {!data.goesOn && <Tip path={path} colour={strokeOf(data, colours)} />}
    </g>
  );
}

function strokeOf({ kind, state }: FlowEdgeData, colours: Palette): string {
  if (kind === 'undo' || kind === 'back') return colours.undo;
  if (state === 'taken') return kind === 'catch' ? colours.warn : colours.ok;
  return kind === 'catch' ? colours.bad : colours.line3;
}

/** The arrow's head, turned as the last piece of the line runs. */
function Tip({ path, colour }: { readonly path: string; readonly colour: string }) {
  const numbers = path.match(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g)?.map(Number) ?? [];
  const [fromX = 0, fromY = 0, x = 0, y = 0] = numbers.slice(-4);
  const angle = (Math.atan2(y - fromY, x - fromX) * 180) / Math.PI;
  return (
    <path
      transform={`translate(${x} ${y}) rotate(${angle})`}
      d="M-7.5-4.5 0 0-7.5 4.5"
      fill="none"
      stroke={colour}
      strokeWidth={1.9}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}

function LineWords({ edge, nodes, colours }: LineProps) {
  const ends = endsOf(edge, nodes);
  const words = edge.data?.label ?? null;
  if (!ends || !edge.data || words === null) return null;
  const { label } = drawn(ends, edge.data);
  const width = Math.min(150, widthOf(words, `500 11px ${fonts.sans}`) + 16);
  const ink = edge.data.kind === 'catch' ? colours.bad : edge.data.state === 'taken' ? colours.ok : colours.ink2;
  return (
    <g transform={`translate(${label.x - width / 2} ${label.y - 9.5})`}>
      <rect width={width} height={19} rx={8} fill={colours.panel} stroke={colours.line} />
      <Words x={width / 2} y={13.3} size={11} weight={500} fill={ink} width={width - 12} anchor="middle">
        {words}
      </Words>
    </g>
  );
}
