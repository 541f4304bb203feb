import { type BlockKey, isPort, type Origin, type Port } from '../../document/index.ts';

/** Names of nodes and edges on the canvas. A step's node has the step's id; ids of steps have no colon or slash. */
export const startNodeId = 'start:';
export const undoNodeId = (step: string): string => `undo:${step}`;
export const noteNodeId = (note: string): string => `note:${note}`;
/** The note a node draws; null for one that draws something else. */
export const noteIdOf = (node: string): string | null => (node.startsWith('note:') ? node.slice(5) : null);
export const backNodeId = (saga: string): string => `way:${saga}`;

export const edgeId = (step: string, port: Port): string => `${step}:${port}`;
/** Edges that no step's port draws begin with a colon: a step may be called `start`, or `back`. */
export const startEdgeId = (block: BlockKey): string => `${starts}${block}`;
const starts = ':start:';
export const tieEdgeId = (step: string): string => `:tie:${step}`;
export const backEdgeId = (from: string, to = ''): string => `:back:${from}:${to}`;

/** The connection an edge draws, or null for one that draws something else (the way back). */
export function originOf(edge: string): Origin | null {
  if (edge.startsWith(starts)) return { kind: 'start', block: edge.slice(starts.length) };
  const cut = edge.indexOf(':');
  const [head, rest] = [edge.slice(0, cut), edge.slice(cut + 1)];
  return head !== '' && isPort(rest) ? { kind: 'step', step: head, port: rest } : null;
}
