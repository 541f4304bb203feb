import { useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';
import type { Point } from '../../document/index.ts';

const known = new Map<string, () => Point>();

/** The middle of what is seen of a drawing, in its own measure. */
export function viewCentre(documentId: string): Point {
  return known.get(documentId)?.() ?? { x: 0, y: 0 };
}

/** Tells others where the window onto the drawing is, for as long as it is there. */
export function useViewCentre(documentId: string, wrapper: RefObject<HTMLElement | null>): void {
  const { screenToFlowPosition } = useReactFlow();
  useEffect(() => {
    known.set(documentId, () => {
      const { left = 0, top = 0, width = 0, height = 0 } = wrapper.current?.getBoundingClientRect() ?? {};
      return screenToFlowPosition({ x: left + width / 2, y: top + height / 2 });
    });
    return () => void known.delete(documentId);
  }, [documentId, screenToFlowPosition, wrapper]);
}
