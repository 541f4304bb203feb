import { type ConnectionLineComponentProps, getSmoothStepPath, Position, useReactFlow } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { createPortal } from 'react-dom';
import { findDocument, type Origin, outlineOf } from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { aimOf, type Pull, refusal } from './aim.ts';
import { useDrawn } from './drawn.ts';
import { clearMarks, setMarks } from './marks.ts';
import { startNodeId } from './scene/ids.ts';
import type { CanvasEdge, CanvasNode } from './scene/types.ts';
import { originFrom } from './use-connecting.ts';
import css from './PulledLine.module.css';

const opposite: Readonly<Record<Position, Position>> = {
  [Position.Top]: Position.Bottom,
  [Position.Bottom]: Position.Top,
  [Position.Left]: Position.Right,
  [Position.Right]: Position.Left,
};

/** The line while it is pulled: it snaps to a step it may lead to; the others stand back, and one under the pointer says why. */
export function PulledLine({
  fromNode,
  fromHandle,
  fromX,
  fromY,
  fromPosition,
  pointer,
}: ConnectionLineComponentProps<CanvasNode>) {
  const t = useT();
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  const { documentId, scene } = useDrawn();
  const outline = outlineOf(findDocument(documentId)?.document ?? {});
  const pull = useMemo((): Pull => {
    const reads = fromHandle.type === 'target' ? 'source' : 'target';
    const origin = originFrom(fromNode.id, fromHandle.id) ?? entryOf(fromNode.id);
    return { origin: reads === 'target' ? origin : null, reads, end: fromNode.id };
  }, [fromNode.id, fromHandle.id, fromHandle.type]);
  const allowed = useMemo(
    () => new Set([pull.end, ...[...outline.steps.keys()].filter((id) => refusal(outline, pull, id) === null)]),
    [outline, pull],
  );
  // The pointer is in px of the drawing's frame.
  const [panX, panY, zoom] = transformOf(flow);
  const point = { x: (pointer.x - panX) / zoom, y: (pointer.y - panY) / zoom };
  const aim = aimOf(scene, outline, pull, point, zoom);
  const { step, refused, at } = aim;
  useEffect(() => {
    setMarks({ lit: allowed, target: refused ? null : step, refused: refused ? step : null });
  }, [allowed, step, refused]);
  useEffect(() => clearMarks, []);
  const to = at ?? point;
  const [path] = getSmoothStepPath({
    sourceX: fromX,
    sourceY: fromY,
    sourcePosition: fromPosition,
    targetX: to.x,
    targetY: to.y,
    targetPosition: opposite[fromPosition],
    borderRadius: 12,
  });
  const { x, y } = flow.flowToScreenPosition(point);
  return (
    <g className={css.line} data-refused={refused !== null || undefined} data-snapped={at !== null || undefined}>
      <path d={path} />
      <circle cx={to.x} cy={to.y} r={5} />
      {refused !== null &&
        createPortal(
          <div className={css.reason} role="status" style={{ left: x, top: y }}>
            {t(`canvas.refused.${refused}`)}
          </div>,
          document.body,
        )}
    </g>
  );
}

/** Lines of a block's start leave the mark, the group's border or the lane. */
function entryOf(node: string): Origin {
  if (node === startNodeId) return { kind: 'start', block: '' };
  return { kind: 'start', block: node.includes('/') ? node : `${node}/body` };
}

function transformOf(flow: { readonly getViewport: () => { x: number; y: number; zoom: number } }) {
  const { x, y, zoom } = flow.getViewport();
  return [x, y, zoom] as const;
}
