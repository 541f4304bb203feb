import { type Draft, outlineOf, type Positions } from '../../document/index.ts';
import type { Translate } from '../../locales/index.ts';
import type { RunOverlay } from '../overlay.ts';
import { edgesOf } from './edges.ts';
import { measure } from './measure.ts';
import { nodesOf } from './nodes.ts';
import type { Problem, Scene } from './types.ts';
import { undoOrder } from './undo-order.ts';

interface Input {
  readonly document: Draft;
  /** Where steps are: what the file says, else what the automatic layout gave. */
  readonly positions: Positions;
  readonly overlay: RunOverlay | null;
  readonly problems: ReadonlyMap<string, Problem>;
  readonly t: Translate;
}

/** What the canvas draws, as a function of what is known: no store, no page. */
export function sceneOf({ document, positions, overlay, problems, t }: Input): Scene {
  const outline = outlineOf(document);
  const measures = measure(outline, positions);
  const input = { document, outline, measures, overlay, problems, undoOrder: undoOrder(outline), t };
  const nodes = nodesOf(input);
  const top = nodes.filter(({ parentId }) => parentId === undefined);
  const width = Math.max(0, ...top.map(({ position, width }) => position.x + (width ?? 0)));
  const height = Math.max(0, ...top.map(({ position, height }) => position.y + (height ?? 0)));
  return { nodes, edges: edgesOf(input), size: { width, height } };
}
