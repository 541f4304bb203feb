/**
 * The timeline of a trace, drawn by hand.
 *
 *   <Timeline runId />          of a run, in step with the open drawing
 *   <TraceTimeline spans … />   of any trace
 */
export { Timeline } from './Timeline.tsx';
export { TraceTimeline, type TraceTimelineProps } from './TraceTimeline.tsx';
export { timelineModel, type TimelineModel } from './model.ts';
export type { TimelineSelection } from './selection.ts';
export { type Trace, useTrace } from './useTrace.ts';
