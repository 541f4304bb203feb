import { useActivities } from '../activities/index.ts';
import { positionsOf, routesOf, runOverlayOf } from '../canvas/places.ts';
import { sceneOf } from '../canvas/scene/scene.ts';
import { findDocument } from '../document/index.ts';
import { translate } from '../locales/index.ts';
import { svgOf } from './make.ts';
import { paletteOf, type PictureTheme } from './palette.ts';

export interface PictureOptions {
  readonly theme: PictureTheme;
  /** With what became of each step in the run on the canvas. */
  readonly withRun: boolean;
  readonly hasGround: boolean;
}

export const hasRunToShow = (documentId: string): boolean => runOverlayOf(documentId) !== null;

/** The drawing of an open document as it stands on the canvas, collapsed groups and all; null where nothing is drawn. */
export function composeSvg(documentId: string, { theme, withRun, hasGround }: PictureOptions): string | null {
  const document = findDocument(documentId)?.document;
  if (!document) return null;
  const scene = sceneOf({
    document,
    positions: positionsOf(documentId),
    routes: routesOf(documentId),
    overlay: withRun ? runOverlayOf(documentId) : null,
    problems: new Map(),
    t: translate,
  });
  if (scene.nodes.length === 0) return null;
  const colours = paletteOf(theme);
  const { name } = document;
  return svgOf({
    scene,
    colours,
    ground: hasGround ? colours.bg : null,
    title: typeof name === 'string' ? name : '',
    activities: useActivities.getState().byName,
  });
}
