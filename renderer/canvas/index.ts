/**
 * The drawing: `<Canvas documentId overlay readOnly />`. `overlayOf(view, document)` makes the overlay of a run;
 * `useRunOverlay(documentId)` is what is shown now.
 */
export { Canvas, type CanvasProps } from './Canvas.tsx';
export { overlayOf, type RunOverlay, type StepOverlay, type StepState } from './overlay.ts';
export { useRunOverlay } from './places.ts';
