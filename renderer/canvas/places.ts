import { create } from 'zustand';
import type { Positions } from '../document/index.ts';
import { type Layout, noRoutes } from './layout/graph.ts';
import type { RunOverlay } from './overlay.ts';

/** What the canvas knows beside the documents: where steps are drawn, and the run that is shown on each. */
interface CanvasState {
  readonly positions: Readonly<Record<string, Positions>>;
  /** Ways of connections that the automatic layout found. */
  readonly routes: Readonly<Record<string, Layout['routes']>>;
  readonly overlays: Readonly<Record<string, RunOverlay>>;
}

const useCanvasState = create<CanvasState>(() => ({ positions: {}, routes: {}, overlays: {} }));

const noPositions: Positions = {};

export function positionsOf(documentId: string): Positions {
  return useCanvasState.getState().positions[documentId] ?? noPositions;
}

export function routesOf(documentId: string): Layout['routes'] {
  return useCanvasState.getState().routes[documentId] ?? noRoutes;
}

export function setPositions(documentId: string, positions: Positions, routes: Layout['routes'] = noRoutes): void {
  useCanvasState.setState((state) => ({
    positions: { ...state.positions, [documentId]: positions },
    routes: { ...state.routes, [documentId]: routes },
  }));
}

export function runOverlayOf(documentId: string): RunOverlay | null {
  return useCanvasState.getState().overlays[documentId] ?? null;
}

/** Shows a run on a document's drawing, or none. */
export function setRunOverlay(documentId: string, overlay: RunOverlay | null): void {
  useCanvasState.setState(({ overlays: { [documentId]: _, ...others } }) => ({
    overlays: overlay ? { ...others, [documentId]: overlay } : others,
  }));
}

export function useRunOverlay(documentId: string): RunOverlay | null {
  return useCanvasState((state) => state.overlays[documentId] ?? null);
}
