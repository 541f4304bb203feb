import { type NodeHandle, Position } from '@xyflow/react';
import type { PortPlace } from './types.ts';

const sides = { left: Position.Left, right: Position.Right, top: Position.Top, bottom: Position.Bottom } as const;

/** React Flow draws edges from these, without looking at the page. */
export function handlesOf(ports: readonly PortPlace[]): NodeHandle[] {
  return ports.map(({ id, side, x, y, isTarget }) => ({
    id,
    type: isTarget ? 'target' : 'source',
    position: sides[side],
    x,
    y,
    width: 0,
    height: 0,
  }));
}

/** Known before the page is asked: nodes that are out of sight are never measured. */
export function sized(width: number, height: number) {
  return { width, height, measured: { width, height } };
}
