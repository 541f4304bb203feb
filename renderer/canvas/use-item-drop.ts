import { useReactFlow } from '@xyflow/react';
import { type DragEvent, useMemo } from 'react';
import { findDocument, noteSize, type Origin, type Point } from '../document/index.ts';
import { dragType, draggedItem, itemNamed, setDraggedItem } from '../palette/items.ts';
import { addItem, appendTarget } from './actions/add.ts';
import { blockAtPoint, type Box, edgeAt } from './hit.ts';
import { centred, inset } from './inset.ts';
import { addNote } from './notes/actions.ts';
import { positionsOf } from './places.ts';
import { originOf } from './scene/ids.ts';
import type { CanvasEdge, CanvasNode, Scene } from './scene/types.ts';
import type { DropTarget } from './use-hot-state.ts';

interface Aim {
  readonly box: Box;
  /** Corner of the new step in its block. */
  readonly place: Point;
  /** On a connection. */
  readonly edge: string | null;
  /** Beyond the last step of a chain. */
  readonly after: Origin | null;
}

/** A step from the palette that hovers or is let go: on a connection, after a chain, into a group, or loose. */
export function useItemDrop(
  documentId: string,
  scene: Scene,
  setTarget: (target: DropTarget | null) => void,
  readOnly: boolean,
) {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  return useMemo(() => {
    const aimOf = ({ clientX, clientY }: DragEvent): Aim => {
      const point = flow.screenToFlowPosition({ x: clientX, y: clientY }, { snapToGrid: false });
      const box = blockAtPoint(scene, point, () => false);
      const corner = centred(point, box);
      const document = findDocument(documentId)?.document ?? {};
      const edge = edgeAt(clientX, clientY);
      const after = edge === null ? appendTarget(document, box.block, corner, positionsOf(documentId)) : null;
      return { box, place: inset(corner, box.block), edge, after };
    };
    return {
      onDragOver: (event: DragEvent) => {
        if (readOnly || !event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        const { box, edge, after } = aimOf(event);
        const block = edge === null && box.block !== '' ? box.block : null;
        setTarget({ block, edge, after: after?.kind === 'step' ? after.step : null });
      },
      onDragLeave: () => setTarget(null),
      onDrop: (event: DragEvent) => {
        const item = draggedItem() ?? itemNamed(event.dataTransfer.getData(dragType));
        setTarget(null);
        setDraggedItem(null);
        if (readOnly || !item) return;
        event.preventDefault();
        if (item.id === 'note') {
          const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
          return addNote(documentId, { x: x - noteSize.width / 2, y: y - 20 });
        }
        const { box, place, edge, after } = aimOf(event);
        const origin = edge === null ? null : originOf(edge);
        if (origin) addItem(documentId, item, { kind: 'origin', origin });
        else if (after) addItem(documentId, item, { kind: 'origin', origin: after }, place);
        else addItem(documentId, item, { kind: 'block', block: box.block }, place);
      },
    };
  }, [documentId, flow, readOnly, scene, setTarget]);
}
