import { type BlockKey, isPort, type Origin, type Port } from '../../document/index.ts';

/** Names of nodes and edges on the canvas. A step's node has the step's id; ids of steps have no colon or slash. */
export const startNodeId = 'start:';
export const undoNodeId = (step: string): string => `undo:${step}`;
export const backNodeId = (saga: string): string => `way:${saga}`;

export const edgeId = (step: string, port: Port): string => `${step}:${port}`;
export const startEdgeId = (block: BlockKey): string => `start:${block}`;

/** The connection an edge draws, or null for one that draws something else (the way back). */
export function originOf(edge: string): Origin | null {
  const cut = edge.indexOf(':');
  const [head, rest] = [edge.slice(0, cut), edge.slice(cut + 1)];
  if (head === 'start') return { kind: 'start', block: rest };
  return isPort(rest) ? { kind: 'step', step: head, port: rest } : null;
}
