import { useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import type { Point } from '../document/index.ts';
import { clipboardHandlers } from './clipboard.ts';
import type { CanvasEdge, CanvasNode, Scene } from './scene/types.ts';

/** Where the pointer is on the page while it is over the drawing. There is one pointer, and one drawing in front. */
let pointer: Point | null = null;

const followed = {
  onPointerMoveCapture: ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): void => {
    pointer = { x: clientX, y: clientY };
  },
  onMouseLeave: (): void => {
    pointer = null;
  },
};

/** The clipboard on the drawing. What is pasted by key comes where the pointer is, so its place is followed. */
export function useClipboard(documentId: string, scene: Scene, readOnly: boolean) {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  return useMemo(
    () => ({
      ...clipboardHandlers({
        documentId,
        readOnly,
        scene,
        pointer: () => pointer,
        toDrawing: (page) => flow.screenToFlowPosition(page, { snapToGrid: false }),
      }),
      ...followed,
    }),
    [documentId, flow, readOnly, scene],
  );
}
