import { applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { findDocument, select, type Selection } from '../document/index.ts';
import { kept } from './scene/kept.ts';
import { originOf } from './scene/ids.ts';
import type { CanvasEdge, CanvasNode, Scene } from './scene/types.ts';

/**
 * The scene as React Flow takes it: with what is selected, and with where things are while they are dragged. A node that is drawn
 * as before stays the same object, so that an edit draws only what it changed.
 */
export function useElements(documentId: string, scene: Scene, selection: Selection, readOnly: boolean) {
  const last = useRef<{ nodes: readonly CanvasNode[]; edges: readonly CanvasEdge[] }>({ nodes: [], edges: [] });
  const settled = useMemo(() => {
    const chosen = new Set(selection.steps);
    const nodes = scene.nodes.map((node): CanvasNode => (chosen.has(node.id) ? { ...node, selected: true } : node));
    const edges = scene.edges.map((edge): CanvasEdge => {
      const known = edge.id === selection.edge ? { ...edge, selected: true } : edge;
      return readOnly ? { ...known, reconnectable: false } : known;
    });
    return { nodes: kept(last.current.nodes, nodes), edges: kept(last.current.edges, edges) };
  }, [scene, selection, readOnly]);
  const [nodes, setNodes] = useState<CanvasNode[]>(() => [...settled.nodes]);
  useEffect(() => {
    last.current = settled;
    setNodes([...settled.nodes]);
  }, [settled]);

  const onNodesChange = useCallback(
    (changes: readonly NodeChange<CanvasNode>[]) => {
      const moves = changes.filter(({ type }) => type === 'position');
      if (moves.length > 0) setNodes((current) => applyNodeChanges([...moves], current));
      selectNodes(documentId, changes);
    },
    [documentId],
  );
  const onEdgesChange = useCallback(
    (changes: readonly EdgeChange<CanvasEdge>[]) => {
      const chosen = changes.find((change) => change.type === 'select' && change.selected);
      const before = findDocument(documentId)?.selection;
      if (chosen?.type === 'select' && originOf(chosen.id)) select(documentId, { edge: chosen.id });
      else if (changes.some((change) => change.type === 'select' && change.id === before?.edge))
        select(documentId, { steps: before?.steps ?? [] });
    },
    [documentId],
  );
  const edges = useMemo(() => [...settled.edges], [settled]);
  return { nodes, edges, onNodesChange, onEdgesChange };
}

function selectNodes(documentId: string, changes: readonly NodeChange<CanvasNode>[]): void {
  const before = findDocument(documentId)?.selection.steps ?? [];
  const chosen = new Set(before);
  for (const change of changes) {
    if (change.type !== 'select') continue;
    if (change.selected) chosen.add(change.id);
    else chosen.delete(change.id);
  }
  const after = [...chosen];
  if (after.length !== before.length || after.some((id, index) => id !== before[index]))
    select(documentId, { steps: after });
}
