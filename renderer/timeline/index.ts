/**
 * The timeline of a trace, drawn by hand: of a run, in step with the open drawing. `TraceTimeline.tsx` draws any trace and knows nothing of
 * runs; `model.ts` says what is drawn, `paint/` how.
 */
export { Timeline } from './Timeline.tsx';
