import { type OnNodeDrag, type SelectionDragHandler, useReactFlow } from '@xyflow/react';
import { type ClipboardEvent, type DragEvent, useMemo } from 'react';
import {
  type BlockKey,
  clipOf,
  findDocument,
  outlineOf,
  parseClip,
  type Point,
  type Positions,
  withInner,
} from '../document/index.ts';
import { translate as t } from '../locales/index.ts';
import { dragType, draggedItem, itemById, setDraggedItem } from '../palette/items.ts';
import { toast } from '../ui/index.ts';
import { addItem, appendTarget } from './actions/add.ts';
import { moveTo, moveToBlock, outermost, paste, remove } from './actions/edit.ts';
import { blockAtPoint, edgeAt } from './hit.ts';
import { positionsOf } from './places.ts';
import { node, pad } from './scene/geometry.ts';
import { originOf } from './scene/ids.ts';
import type { CanvasEdge, CanvasNode, Scene } from './scene/types.ts';
import type { DropTarget } from './use-hot-state.ts';

type SetTarget = (target: DropTarget | null) => void;

/** What is let go over the drawing: a step from the palette, nodes that were dragged, the clipboard. */
export function useDropping(documentId: string, scene: Scene, setTarget: SetTarget, readOnly: boolean) {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  return useMemo(() => {
    const within = (event: { readonly clientX: number; readonly clientY: number }, moving: readonly string[]) => {
      const { steps } = outlineOf(findDocument(documentId)?.document ?? {});
      const inside = new Set(
        moving.flatMap((id) =>
          withInner({ steps, blocks: outlineOf(findDocument(documentId)?.document ?? {}).blocks }, id),
        ),
      );
      const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      return { point, box: blockAtPoint(scene, point, (step) => inside.has(step)) };
    };
    const stepsAmong = (nodes: readonly CanvasNode[]): readonly string[] =>
      outermost(
        documentId,
        nodes.filter(({ type }) => type === 'step' || type === 'frame').map(({ id }) => id),
      );
    const dragged = (event: MouseEvent | TouchEvent, nodes: readonly CanvasNode[]): void => {
      if (!('clientX' in event)) return;
      const ids = stepsAmong(nodes);
      const { box } = within(event, ids);
      const { steps } = outlineOf(findDocument(documentId)?.document ?? {});
      setTarget(
        ids.some((id) => steps.get(id)?.block !== box.block) ? { block: box.block, edge: null, after: null } : null,
      );
    };
    const dropped = (event: MouseEvent | TouchEvent, nodes: readonly CanvasNode[]): void => {
      setTarget(null);
      const ids = stepsAmong(nodes);
      if (!('clientX' in event) || ids.length === 0) return;
      const { box } = within(event, ids);
      const { steps } = outlineOf(findDocument(documentId)?.document ?? {});
      const isElsewhere = ids.some((id) => steps.get(id)?.block !== box.block);
      const corner = (id: string): Point => flow.getInternalNode(id)?.internals.positionAbsolute ?? { x: 0, y: 0 };
      const places: Positions = Object.fromEntries(
        ids.map((id) => [id, inset({ x: corner(id).x - box.x, y: corner(id).y - box.y }, box.block)]),
      );
      if (isElsewhere) moveToBlock(documentId, ids, box.block, places);
      else if (ids.some((id) => hasMoved(scene, id, places))) moveTo(documentId, places);
    };
    const onNodeDrag: OnNodeDrag<CanvasNode> = (event, _, nodes) => dragged(event as unknown as MouseEvent, nodes);
    const onNodeDragStop: OnNodeDrag<CanvasNode> = (event, _, nodes) => dropped(event as unknown as MouseEvent, nodes);
    const onSelectionDrag: SelectionDragHandler<CanvasNode> = (event, nodes) => dragged(event.nativeEvent, nodes);
    const onSelectionDragStop: SelectionDragHandler<CanvasNode> = (event, nodes) => dropped(event.nativeEvent, nodes);
    return {
      onNodeDrag,
      onNodeDragStop,
      onSelectionDrag,
      onSelectionDragStop,
      onDragOver: (event: DragEvent) => {
        if (readOnly || !event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        const edge = edgeAt(event.clientX, event.clientY);
        const { point, box } = within(event, []);
        const { document = {} } = findDocument(documentId) ?? {};
        const after =
          edge === null ? appendTarget(document, box.block, centred(point, box), positionsOf(documentId)) : null;
        setTarget({
          block: edge === null && box.block !== '' ? box.block : null,
          edge,
          after: after?.kind === 'step' ? after.step : null,
        });
      },
      onDragLeave: () => setTarget(null),
      onDrop: (event: DragEvent) => {
        const item = draggedItem() ?? itemById.get(event.dataTransfer.getData(dragType));
        setTarget(null);
        setDraggedItem(null);
        if (readOnly || !item) return;
        event.preventDefault();
        const edge = edgeAt(event.clientX, event.clientY);
        const origin = edge === null ? null : originOf(edge);
        const { point, box } = within(event, []);
        const place = inset(centred(point, box), box.block);
        const { document = {} } = findDocument(documentId) ?? {};
        const after = appendTarget(document, box.block, centred(point, box), positionsOf(documentId));
        if (origin) addItem(documentId, item, { kind: 'origin', origin });
        else if (after) addItem(documentId, item, { kind: 'origin', origin: after }, place);
        else addItem(documentId, item, { kind: 'block', block: box.block }, place);
      },
      ...clipboard(documentId, readOnly),
    };
  }, [documentId, flow, readOnly, scene, setTarget]);
}

/** A new step lies with its middle where it was let go. */
function centred(point: Point, box: Point): Point {
  return { x: Math.round(point.x - box.x - node.width / 2), y: Math.round(point.y - box.y - node.height / 2) };
}

/** Inside a group, clear of its border and its title. */
function inset({ x, y }: Point, block: BlockKey): Point {
  if (block === '') return { x, y };
  const room = block.endsWith('/body') ? pad.group : pad.lane;
  return { x: Math.max(room.left, x), y: Math.max(room.top, y) };
}

function hasMoved(scene: Scene, id: string, places: Positions): boolean {
  const before = scene.nodes.find((drawn) => drawn.id === id)?.position;
  const after = places[id];
  return !before || !after || Math.abs(before.x - after.x) > 0.5 || Math.abs(before.y - after.y) > 0.5;
}

function clipboard(documentId: string, readOnly: boolean) {
  const copy = (event: ClipboardEvent): readonly string[] => {
    const open = findDocument(documentId);
    if (!open || open.selection.steps.length === 0 || isField(event.target)) return [];
    event.clipboardData.setData('text/plain', JSON.stringify(clipOf(open.document, open.selection.steps), null, 2));
    event.preventDefault();
    return open.selection.steps;
  };
  return {
    onCopy: (event: ClipboardEvent) => {
      const copied = copy(event);
      if (copied.length > 0) toast(t('canvas.copied', { count: copied.length }));
    },
    onCut: (event: ClipboardEvent) => {
      const copied = readOnly ? [] : copy(event);
      if (copied.length > 0) remove(documentId, copied);
    },
    onPaste: (event: ClipboardEvent) => {
      if (readOnly || isField(event.target)) return;
      const clip = parseClip(event.clipboardData.getData('text/plain'));
      event.preventDefault();
      if (clip) paste(documentId, clip);
      else toast(t('canvas.badClipboard'), 'warn');
    },
  };
}

function isField(target: EventTarget): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA)$/.test(target.tagName));
}
