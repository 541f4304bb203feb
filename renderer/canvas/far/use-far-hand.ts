import { useReactFlow } from '@xyflow/react';
import { type MouseEvent, type PointerEvent, useCallback, useMemo, useRef, useState } from 'react';
import { findDocument, select } from '../../document/index.ts';
import type { CanvasEdge, CanvasNode, Drawn, Scene } from '../scene/types.ts';
import type { View } from '../use-view.ts';
import { boxesOf } from './boxes.ts';
import { thingAt } from './model.ts';

export interface Hovered {
  readonly node: Drawn;
  /** In the canvas, px of the screen. */
  readonly x: number;
  readonly y: number;
}

interface Context {
  readonly documentId: string;
  readonly scene: Scene;
  readonly isFar: boolean;
  readonly view: View;
}

const onPane = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('.react-flow__pane') !== null;

/** The pointer on things that are drawn from afar: what it is over, what it chooses, and into what it goes. */
export function useFarHand({ documentId, scene, isFar, view }: Context) {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const box = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const at = useCallback(
    ({ clientX, clientY, target }: MouseEvent): Drawn | null => {
      if (!isFar || !onPane(target)) return null;
      const { x, y } = flow.screenToFlowPosition({ x: clientX, y: clientY }, { snapToGrid: false });
      return thingAt(scene, x, y);
    },
    [flow, isFar, scene],
  );
  const handlers = useMemo(() => {
    const point = ({ clientX: x, clientY: y }: MouseEvent) =>
      flow.screenToFlowPosition({ x, y }, { snapToGrid: false });
    return {
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const node = event.buttons === 0 ? at(event) : null;
        const { left, top } = event.currentTarget.getBoundingClientRect();
        setHovered((before) =>
          node === null
            ? null
            : before?.node === node
              ? before
              : { node, x: event.clientX - left, y: event.clientY - top },
        );
      },
      onPointerLeave: () => setHovered(null),
      onPointerDown: (event: PointerEvent) => {
        box.current = isFar && event.shiftKey && onPane(event.target) ? point(event) : null;
      },
      onPointerUp: (event: PointerEvent) => {
        const from = box.current;
        box.current = null;
        if (from) chooseWithin(documentId, scene, from, point(event));
      },
      onClickCapture: (event: MouseEvent) => {
        const node = at(event);
        if (!node) return;
        event.stopPropagation();
        choose(documentId, stepOf(node), event.shiftKey || event.ctrlKey || event.metaKey);
      },
      onDoubleClick: (event: MouseEvent) => {
        const node = at(event);
        if (node) view.zoomInto(node.id);
      },
      /** The menu is about the step under the pointer. */
      onContextMenuCapture: (event: MouseEvent) => {
        const node = at(event);
        if (node && !chosen(documentId).includes(stepOf(node))) choose(documentId, stepOf(node), false);
      },
    };
  }, [at, documentId, flow, isFar, scene, view]);
  return { hovered: isFar ? hovered : null, handlers };
}

const chosen = (documentId: string): readonly string[] => findDocument(documentId)?.selection.steps ?? [];

/** An undo belongs to its step. */
function stepOf(node: Drawn): string {
  return node.type === 'undo' ? node.data.stepId : node.id;
}

function choose(documentId: string, step: string, adds: boolean): void {
  const before = chosen(documentId);
  const others = before.filter((id) => id !== step);
  select(documentId, { steps: !adds ? [step] : others.length < before.length ? others : [...before, step] });
}

interface Corner {
  readonly x: number;
  readonly y: number;
}

const leastBox = 2;

function chooseWithin(documentId: string, scene: Scene, a: Corner, b: Corner): void {
  const area = {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
  if (area.width < leastBox && area.height < leastBox) return;
  const steps = boxesOf(scene)
    .grid.within(area)
    .flatMap((number) => {
      const node = scene.nodes[number];
      return node?.type === 'step' ? [node.id] : [];
    });
  select(documentId, { steps });
}
