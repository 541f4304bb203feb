import { applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react';
import { useCallback, useMemo, useState } from 'react';
import { findDocument, nothingSelected, select, type Selection } from '../document/index.ts';
import { chosenOnly, type Elements, elementsIn, type Sight } from './far/sight.ts';
import { kept } from './scene/kept.ts';
import { placedNodes } from './scene/placing.ts';
import { noteIdOf, noteNodeId, originOf } from './scene/ids.ts';
import type { CanvasEdge, CanvasNode, Scene } from './scene/types.ts';

/**
 * The scene as React Flow takes it: of a large one only what is in sight, with what is selected, and with where things are while they
 * are dragged. A node that is drawn as before stays the same object, so that an edit draws only what it changed.
 */
export function useElements(
  documentId: string,
  scene: Scene,
  sight: Sight | null,
  selection: Selection,
  readOnly: boolean,
) {
  const given = useMemo(() => givenOf(scene, sight, selection.steps), [scene, sight, selection.steps]);
  const settled = useMemo((): Drawn => {
    const chosen = new Set([...selection.steps, ...selection.notes.map(noteNodeId)]);
    const nodes = given.nodes.map((node): CanvasNode => (chosen.has(node.id) ? { ...node, selected: true } : node));
    const edges = given.edges.map((edge): CanvasEdge => {
      const known = edge.id === selection.edge ? { ...edge, selected: true } : edge;
      return readOnly ? { ...known, reconnectable: false } : known;
    });
    return { nodes, edges };
  }, [given, selection, readOnly]);
  const [drawn, setDrawn] = useState<Drawn>(settled);
  const [latest, setLatest] = useState<Drawn>(settled);
  if (latest !== settled) {
    setLatest(settled);
    setDrawn({ nodes: kept(drawn.nodes, settled.nodes), edges: kept(drawn.edges, settled.edges) });
  }

  const onNodesChange = useCallback(
    (changes: readonly NodeChange<CanvasNode>[]) => {
      const moves = changes.filter(
        (change) => change.type === 'position' || (change.type === 'dimensions' && change.resizing !== undefined),
      );
      if (moves.length > 0) {
        setDrawn(({ nodes, edges }) => ({ nodes: applyNodeChanges([...moves], [...nodes]), edges }));
      }
      selectNodes(documentId, changes);
    },
    [documentId],
  );
  // A box takes the connections in it along: only a click chooses one.
  const onEdgeClick = useCallback(
    (_: unknown, { id }: CanvasEdge) => {
      if (originOf(id)) select(documentId, { edge: id });
    },
    [documentId],
  );
  const onEdgesChange = useCallback(
    (changes: readonly EdgeChange<CanvasEdge>[]) => {
      const before = findDocument(documentId)?.selection;
      const isLetGo = changes.some(
        (change) => change.type === 'select' && !change.selected && change.id === before?.edge,
      );
      if (isLetGo) select(documentId, { steps: before?.steps ?? [] });
    },
    [documentId],
  );
  const nodes = useMemo(() => [...drawn.nodes], [drawn.nodes]);
  const edges = useMemo(() => [...drawn.edges], [drawn.edges]);
  return { nodes, edges, onNodesChange, onEdgesChange, onEdgeClick };
}

type Drawn = Elements;

/** More chosen than this are not all on the page from afar. */
const mostChosen = 20;

function givenOf(scene: Scene, sight: Sight | null, chosen: readonly string[]): Elements {
  if (!sight) return { nodes: placedNodes(scene), edges: scene.edges };
  return sight.isFar ? chosenOnly(scene, chosen.slice(-mostChosen)) : elementsIn(scene, sight.area, chosen);
}

function selectNodes(documentId: string, changes: readonly NodeChange<CanvasNode>[]): void {
  const { steps, notes } = findDocument(documentId)?.selection ?? nothingSelected;
  const before = [...steps, ...notes.map(noteNodeId)];
  const chosen = new Set(before);
  for (const change of changes) {
    if (change.type !== 'select') continue;
    if (change.selected) chosen.add(change.id);
    else chosen.delete(change.id);
  }
  const after = [...chosen];
  if (after.length !== before.length || after.some((id, index) => id !== before[index]))
    select(documentId, {
      steps: after.filter((id) => noteIdOf(id) === null),
      notes: after.flatMap((id) => noteIdOf(id) ?? []),
    });
}
