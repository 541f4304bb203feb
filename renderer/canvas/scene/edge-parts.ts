import type { Translate } from '../../locales/index.ts';
import { layer } from './geometry.ts';
import { roleNamed } from './roles.ts';
import type { CanvasEdge, EdgeFacts } from './types.ts';

/** The way back is said by the steps: what undoes each, and in which order. */
const unspoken = { 'aria-hidden': true } as const;

const roleOf = roleNamed('canvas.connection');

type End = readonly [node: string, handle: string];

export function edge(
  t: Translate,
  depth: number,
  id: string,
  [source, sourceHandle]: End,
  [target, targetHandle]: End,
  data: EdgeFacts,
): CanvasEdge {
  const isFlow = data.kind === 'flow' || data.kind === 'catch' || data.kind === 'entry';
  return {
    id,
    type: 'flow',
    source,
    sourceHandle,
    target,
    targetHandle,
    data: { ...data, wordsLayer: layer.words(depth) },
    ariaLabel: data.spoken,
    selectable: isFlow,
    focusable: isFlow,
    deletable: isFlow,
    reconnectable: data.kind === 'entry' ? 'target' : isFlow,
    zIndex: layer.line(depth),
    domAttributes: isFlow ? roleOf(t) : unspoken,
  };
}
