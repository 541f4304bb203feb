import { type OnNodeDrag, type SelectionDragHandler, useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import {
  findDocument,
  ontoRefusal,
  type Outline,
  outlineOf,
  type Point,
  type Positions,
  withInner,
} from '../document/index.ts';
import { duplicateTo } from './actions/copies.ts';
import { moveTo, moveToBlock, outermost } from './actions/edit.ts';
import { putOnto } from './actions/onto.ts';
import { absolutePositions, blockAtPoint, type Box, edgeAt } from './hit.ts';
import { inset } from './inset.ts';
import { placeNote } from './notes/actions.ts';
import { originOf } from './scene/ids.ts';
import type { CanvasEdge, CanvasNode, NoteNodeType, Scene } from './scene/types.ts';
import type { DropTarget } from './use-hot-state.ts';

interface Drag {
  readonly ids: readonly string[];
  readonly box: Box;
  /** Some of them come from another block. */
  readonly isElsewhere: boolean;
  /** The connection that the one step is held over. */
  readonly edge: string | null;
}

type Pointer = MouseEvent | TouchEvent;

interface GuideHand {
  readonly setFree: (free: boolean) => void;
  readonly clear: () => void;
}

/**
 * Nodes that are dragged: within their block they move; over another one they move into it; one that is held over a connection is put
 * on it. Alt held, copies are made where they are let go.
 */
export function useNodeDrag(
  documentId: string,
  scene: Scene,
  setTarget: (target: DropTarget | null) => void,
  guides: GuideHand,
) {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  return useMemo(() => {
    const dragOf = (event: Pointer, nodes: readonly CanvasNode[]): Drag | null => {
      const outline = outlineOf(findDocument(documentId)?.document ?? {});
      const ids = outermost(documentId, stepsAmong(nodes));
      if (!('clientX' in event) || ids.length === 0) return null;
      const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const box = blockAtPoint(scene, point, isInside(outline, ids));
      const isElsewhere = ids.some((id) => outline.steps.get(id)?.block !== box.block);
      return { ids, box, isElsewhere, edge: event.altKey ? null : edgeUnder(event, ids, outline) };
    };
    const over = (event: Pointer, nodes: readonly CanvasNode[]): void => {
      guides.setFree(event.ctrlKey || event.metaKey);
      document.documentElement.toggleAttribute('data-copying', event.altKey);
      const drag = dragOf(event, nodes);
      const block = drag?.edge === null && drag.isElsewhere ? drag.box.block : null;
      setTarget(drag ? { block, edge: drag.edge, after: null } : null);
    };
    const drop = (event: Pointer, nodes: readonly CanvasNode[]): void => {
      const drag = dragOf(event, nodes);
      guides.clear();
      document.documentElement.removeAttribute('data-copying');
      setTarget(null);
      for (const node of nodes) if (node.type === 'note') dropNote(documentId, scene, node);
      if (!drag) return;
      const { ids, box, isElsewhere, edge } = drag;
      const origin = edge === null ? null : originOf(edge);
      if (origin && putOnto(documentId, ids[0] ?? '', origin)) return;
      const places: Positions = Object.fromEntries(
        ids.map((id) => {
          const { x, y } = flow.getInternalNode(id)?.internals.positionAbsolute ?? box;
          const { x: right, y: down } = scene.moved[id] ?? unmoved;
          return [id, inset({ x: x - box.x - right, y: y - box.y - down }, box.block)];
        }),
      );
      const corner = cornerOf(Object.values(places));
      if (event.altKey && corner) duplicateTo(documentId, ids, box.block, corner);
      else if (isElsewhere) moveToBlock(documentId, ids, box.block, places);
      else if (ids.some((id) => hasMoved(scene, id, places))) moveTo(documentId, places);
    };
    const onNodeDrag: OnNodeDrag<CanvasNode> = (event, _, nodes) => over(event, nodes);
    const onNodeDragStop: OnNodeDrag<CanvasNode> = (event, _, nodes) => drop(event, nodes);
    const onSelectionDrag: SelectionDragHandler<CanvasNode> = (event, nodes) => over(event.nativeEvent, nodes);
    const onSelectionDragStop: SelectionDragHandler<CanvasNode> = (event, nodes) => drop(event.nativeEvent, nodes);
    return { onNodeDrag, onNodeDragStop, onSelectionDrag, onSelectionDragStop };
  }, [documentId, flow, scene, setTarget, guides]);
}

/** Of one step alone, and not of its own connections. A step that ends the flow is told why when it is let go. */
function edgeUnder({ clientX, clientY }: MouseEvent, ids: readonly string[], outline: Outline): string | null {
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) return null;
  return edgeAt(clientX, clientY, (origin) => {
    const refusal = ontoRefusal(outline, id, origin);
    return refusal === null || refusal === 'endsFlow';
  });
}

function cornerOf(points: readonly Point[]): Point | null {
  if (points.length === 0) return null;
  return { x: Math.min(...points.map(({ x }) => x)), y: Math.min(...points.map(({ y }) => y)) };
}

function stepsAmong(nodes: readonly CanvasNode[]): readonly string[] {
  return nodes.filter(({ type }) => type === 'step' || type === 'frame').map(({ id }) => id);
}

function isInside(outline: Outline, ids: readonly string[]): (step: string) => boolean {
  const inside = new Set(ids.flatMap((id) => withInner(outline, id)));
  return (step) => inside.has(step);
}

/** Belongs to the container it was let go in; a note of a card goes on belonging to it in the same block. */
function dropNote(
  documentId: string,
  scene: Scene,
  { data, parentId, position, width = 0, height = 0 }: NoteNodeType,
): void {
  const at = absolutePositions(scene);
  const from = (parentId !== undefined && at.get(parentId)) || unmoved;
  const corner = { x: from.x + position.x, y: from.y + position.y };
  const middle = { x: corner.x + width / 2, y: corner.y + height / 2 };
  const box = blockAtPoint(scene, middle, () => false);
  const outline = outlineOf(findDocument(documentId)?.document ?? {});
  const container = outline.blocks.get(box.block)?.owner ?? null;
  const tied = parentId === undefined ? undefined : outline.steps.get(parentId);
  const isOfCard = tied !== undefined && scene.nodes.some(({ id, type }) => id === tied.id && type === 'step');
  const stays = isOfCard && outline.blocks.get(tied.block)?.owner === container;
  const step = stays ? tied.id : container;
  const to = (step !== null && at.get(step)) || unmoved;
  placeNote(documentId, data.noteId, { step, x: corner.x - to.x, y: corner.y - to.y });
}

const unmoved: Point = { x: 0, y: 0 };

function hasMoved(scene: Scene, id: string, places: Positions): boolean {
  const number = scene.nodes.findIndex((drawn) => drawn.id === id);
  const before = number < 0 ? null : { x: scene.at.x[number] ?? 0, y: scene.at.y[number] ?? 0 };
  const { x, y } = scene.moved[id] ?? unmoved;
  const after = places[id] && { x: places[id].x + x, y: places[id].y + y };
  return !before || !after || Math.abs(before.x - after.x) > 0.5 || Math.abs(before.y - after.y) > 0.5;
}
