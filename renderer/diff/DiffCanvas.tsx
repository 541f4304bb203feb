import '@xyflow/react/dist/base.css';
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { Arrows } from '../canvas/edges/Arrows.tsx';
import { useLaidOut } from '../canvas/use-layout.ts';
import { sceneOf } from '../canvas/scene/scene.ts';
import { edgeId, startEdgeId } from '../canvas/scene/ids.ts';
import { placedNodes } from '../canvas/scene/placing.ts';
import type { CanvasEdge, CanvasNode, Problem } from '../canvas/scene/types.ts';
import { useT } from '../locales/index.ts';
import { isMotionReduced } from '../settings/motion.ts';
import { cx } from '../ui/index.ts';
import { diffEdgeTypes, diffNodeTypes } from './marked-nodes.tsx';
import type { Difference } from './diff-of.ts';
import type { Union } from './union-of.ts';
import css from './DiffCanvas.module.css';

interface Props {
  readonly union: Union;
  readonly differences: readonly Difference[];
  /** The step that is looked at. */
  readonly chosen: string | null;
  readonly onChoose: (step: string) => void;
}

const noProblems: ReadonlyMap<string, Problem> = new Map();

/** Both versions in one drawing, to look at: what was added, removed or changed says so on its node. */
export function DiffCanvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  );
}

function Drawing({ union, differences, chosen, onChoose }: Props) {
  const t = useT();
  const laid = useLaidOut('diff', union.document);
  const scene = useMemo(() => (laid ? sceneOf({ ...laid, overlay: null, problems: noProblems, t }) : null), [laid, t]);
  const nodes = useMemo(
    () => (scene ? placedNodes(scene) : []).map((node): CanvasNode => marked(node, union, chosen)),
    [scene, union, chosen],
  );
  const edges = useMemo(() => edgesOf(scene?.edges ?? [], differences, union), [scene, differences, union]);
  return (
    <div className={css.canvas} role="application" aria-label={t('diff.drawing')}>
      <Arrows />
      {scene && (
        <ReactFlow<CanvasNode, CanvasEdge>
          nodes={nodes}
          edges={[...edges]}
          nodeTypes={diffNodeTypes}
          edgeTypes={diffEdgeTypes}
          nodesDraggable={false}
          nodesConnectable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          deleteKeyCode={null}
          zIndexMode="manual"
          onNodeClick={(_, { id }) => onChoose(id)}
          onlyRenderVisibleElements
          panOnScroll
          minZoom={0.1}
          maxZoom={2}
          fitView
          fitViewOptions={{ maxZoom: 1, minZoom: 0.4, padding: 0.08 }}
          proOptions={{ hideAttribution: true }}
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1.8} className={cx(css.dots)} />
          <BringIntoView step={chosen} />
        </ReactFlow>
      )}
    </div>
  );
}

/** Moves the window only when the step is outside it. */
function BringIntoView({ step }: { readonly step: string | null }) {
  const flow = useReactFlow();
  useEffect(() => {
    const found = step === null ? undefined : flow.getInternalNode(step);
    const frame = document.querySelector(`.${css.canvas ?? ''}`)?.getBoundingClientRect();
    if (!found || !frame) return;
    const { x, y } = found.internals.positionAbsolute;
    const { width = 0, height = 0 } = found;
    const from = flow.flowToScreenPosition({ x, y });
    const to = flow.flowToScreenPosition({ x: x + width, y: y + height });
    const isInside = from.x >= frame.left && from.y >= frame.top + 16 && to.x <= frame.right && to.y <= frame.bottom;
    if (isInside) return;
    const zoom = Math.min(1, Math.max(0.6, flow.getZoom()));
    void flow.setCenter(x + width / 2, y + height / 2, { zoom, duration: isMotionReduced() ? 0 : 160 });
  }, [step, flow]);
  return null;
}

function marked(node: CanvasNode, { marks }: Union, chosen: string | null): CanvasNode {
  const mark = marks.get(node.id);
  const shown = { ...node, draggable: false, selected: node.id === chosen };
  return (
    mark ? { ...shown, className: cx(css.marked, css[mark]), data: { ...node.data, mark } } : shown
  ) as CanvasNode;
}

/** Connections that came are tinted; those that went are drawn as they were, as far as both their ends are drawn. */
function edgesOf(
  edges: readonly CanvasEdge[],
  differences: readonly Difference[],
  union: Union,
): readonly CanvasEdge[] {
  const ids = (kind: 'connected' | 'disconnected'): ReadonlySet<string> =>
    new Set(
      differences.flatMap((each) => {
        if (each.kind !== kind) return [];
        return ['step' in each.from ? edgeId(each.from.step, each.from.port) : startEdgeId(each.from.block)];
      }),
    );
  const added = ids('connected');
  const shown = edges.map((edge): CanvasEdge => {
    if (union.marks.get(edge.source) === 'removed') return { ...edge, className: css.gone ?? '' };
    return added.has(edge.id) || union.marks.get(edge.source) === 'added'
      ? { ...edge, className: css.came ?? '' }
      : edge;
  });
  return [...shown, ...ghosts(edges, differences)];
}

function ghosts(edges: readonly CanvasEdge[], differences: readonly Difference[]): readonly CanvasEdge[] {
  const [pattern] = edges;
  return differences.flatMap((each): readonly CanvasEdge[] => {
    if (each.kind !== 'disconnected' || !('step' in each.from) || !pattern?.data) return [];
    const { step, port } = each.from;
    const data = {
      ...pattern.data,
      kind: 'flow' as const,
      label: null,
      title: null,
      route: null,
      spoken: '',
      goesOn: false,
    };
    return [
      {
        id: `gone:${edgeId(step, port)}`,
        type: 'flow',
        source: step,
        sourceHandle: port,
        target: each.to,
        targetHandle: 'in',
        className: css.gone ?? '',
        data,
      },
    ];
  });
}
