import { Background, type Edge, MiniMap, type Node, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useEffect, useState } from 'react';
import { painted } from './frames.ts';
import type { CanvasBench } from './page.tsx';

export interface Grid {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** A square of so many small nodes, each connected with the next: the form of the xyflow stress grids. */
export function gridOf(count: number): Grid {
  const columns = Math.ceil(Math.sqrt(count));
  const nodes = Array.from({ length: count }, (_, index): Node => ({
    id: String(index + 1),
    position: { x: (index % columns) * 100, y: Math.floor(index / columns) * 70 },
    style: { width: 50, height: 30, fontSize: 11 },
    data: { label: `Node ${index + 1}` },
  }));
  const edges = nodes.slice(1).map(({ id }, index): Edge => ({ id: `e${id}`, source: String(index + 1), target: id }));
  return { nodes, edges };
}

interface Props {
  readonly grid: Grid;
  readonly ready: (bench: CanvasBench) => void;
}

/** React Flow as it comes, with the parts our canvas has: the ground, the overview, and only what is in sight mounted. */
export function BareGrid(props: Props) {
  return (
    <div style={{ width: innerWidth, height: innerHeight }}>
      <ReactFlowProvider>
        <Bare {...props} />
      </ReactFlowProvider>
    </div>
  );
}

function Bare({ grid, ready }: Props) {
  const flow = useReactFlow();
  const [begun] = useState(() => performance.now());
  useEffect(() => {
    const openMs = painted().then(() => performance.now() - begun);
    void openMs.then((ms) =>
      ready({
        openMs: ms,
        fit: async () => (await flow.fitView({ minZoom: 0.01 }), painted()),
        full: async () => (await flow.setViewport({ x: 0, y: 0, zoom: 1 }), painted()),
        edits: async () => ({}),
        showRun: () => undefined,
      }),
    );
  }, [flow, begun, ready]);
  return (
    <ReactFlow
      defaultNodes={[...grid.nodes]}
      defaultEdges={[...grid.edges]}
      onlyRenderVisibleElements
      panOnScroll
      minZoom={0.01}
    >
      <Background />
      <MiniMap pannable zoomable />
    </ReactFlow>
  );
}
