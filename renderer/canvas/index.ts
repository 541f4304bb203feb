/**
 * The drawing: `<Canvas documentId overlay readOnly />`. `overlayOf(view, document)` makes the overlay of a run.
 */
export { Canvas } from './Canvas.tsx';
export { mapProgress } from './map-progress.ts';
export { overlayOf } from './overlay.ts';
