import type { CanvasEdge, Drawn, Scene } from './scene/types.ts';
import { layer } from './scene/geometry.ts';

/** From 0, hardly anything, to 5, most of all. */
export type HeatLevel = 0 | 1 | 2 | 3 | 4 | 5;

/** How a step fared over many runs, as its card shows it. */
export interface StepHeatLook {
  /** Null: no run came to it. */
  readonly level: HeatLevel | null;
  /** The figure on its corner. */
  readonly badge: string;
  /** All of it in words, for a tooltip and a screen reader. */
  readonly words: string;
}

export interface EdgeHeatLook {
  /** px. */
  readonly width: number;
  /** `412 · 97 %`; null where nobody went. */
  readonly text: string | null;
  readonly words: string;
}

/** A way that was taken, and is not drawn. */
export interface MissingLook {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly words: string;
}

/** How a workflow fared, for its drawing. */
export interface HeatOverlay {
  readonly steps: ReadonlyMap<string, StepHeatLook>;
  /** By id of the edge. */
  readonly edges: ReadonlyMap<string, EdgeHeatLook>;
  readonly missing: readonly MissingLook[];
}

/** The scene with heat on it. What shows the same as before stays the same object, so that little is drawn anew. */
export function withHeat(scene: Scene, { steps, edges, missing }: HeatOverlay): Scene {
  return {
    ...scene,
    nodes: scene.nodes.map((node) => warmNode(node, steps)),
    edges: [...scene.edges.map((edge) => warmEdge(edge, edges)), ...missingEdges(scene, missing)],
  };
}

interface Warm<T> {
  readonly of: StepHeatLook | EdgeHeatLook;
  readonly it: T;
}

const warmNodes = new WeakMap<Drawn, Warm<Drawn>>();
const warmEdges = new WeakMap<CanvasEdge, Warm<CanvasEdge>>();

function warmNode(node: Drawn, steps: HeatOverlay['steps']): Drawn {
  const heat = node.type === 'step' || node.type === 'frame' ? steps.get(node.id) : undefined;
  if (!heat) return node;
  const before = warmNodes.get(node);
  if (before?.of === heat) return before.it;
  const ariaLabel = [node.ariaLabel, heat.words].filter((part) => part !== undefined && part !== '').join(', ');
  const it = { ...node, ariaLabel, data: { ...node.data, heat } } as Drawn;
  warmNodes.set(node, { of: heat, it });
  return it;
}

function warmEdge(edge: CanvasEdge, edges: HeatOverlay['edges']): CanvasEdge {
  const heat = edges.get(edge.id);
  if (!heat || !edge.data) return edge;
  const before = warmEdges.get(edge);
  if (before?.of === heat) return before.it;
  const ariaLabel = [edge.ariaLabel, heat.words].filter((part) => part !== undefined && part !== '').join(', ');
  const it: CanvasEdge = { ...edge, ariaLabel, data: { ...edge.data, heat } };
  warmEdges.set(edge, { of: heat, it });
  return it;
}

/** Between what is drawn. All of them are in the list beside the drawing, too. */
function missingEdges({ nodes }: Scene, missing: readonly MissingLook[]): readonly CanvasEdge[] {
  if (missing.length === 0) return [];
  const byId = new Map(nodes.map((node) => [node.id, node] as const));
  return missing.flatMap(({ id, from, to, text, words }): readonly CanvasEdge[] => {
    const [source, target] = [byId.get(from), byId.get(to)];
    const out = source?.handles?.find(({ type }) => type === 'source');
    const into = target?.handles?.find(({ id: handle }) => handle === 'in');
    if (!out?.id || !into?.id) return [];
    return [
      {
        id: `:missing:${id}`,
        type: 'flow',
        source: from,
        sourceHandle: out.id,
        target: to,
        targetHandle: into.id,
        data: {
          kind: 'missing',
          label: text,
          title: words,
          state: 'plain',
          goesOn: false,
          route: null,
          spoken: words,
          wordsLayer: layer.words(0),
        },
        ariaLabel: words,
        selectable: false,
        focusable: false,
        deletable: false,
        reconnectable: false,
        zIndex: layer.words(0),
      },
    ];
  });
}
