/** The stretch of drawn time that fills the plot. */
export interface Viewport {
  readonly from: number;
  readonly to: number;
}

/** Histories are recorded to the millisecond: closer than two there is nothing to see. Spans from elsewhere may last microseconds. */
export const wholeMs = 2;
export const fineMs = 0.002;

/** A trace of no length at all is still given a stretch of time. */
export function fit(length: number): Viewport {
  return { from: 0, to: length > 0 ? length : 2 };
}

/** Zooms by `factor` (below 1 is closer) and keeps the moment `at` where it is; `least` is the shortest stretch worth looking at. */
export function zoom(view: Viewport, factor: number, at: number, length: number, least: number = wholeMs): Viewport {
  const span = clamp((view.to - view.from) * factor, least, Math.max(length, least) * 1.5);
  const share = (at - view.from) / (view.to - view.from);
  return within({ from: at - share * span, to: at - share * span + span }, length);
}

export function pan(view: Viewport, by: number, length: number): Viewport {
  return within({ from: view.from + by, to: view.to + by }, length);
}

/** Moves as little as is needed to show a stretch; zooms out where it is longer than the view. */
export function reveal(view: Viewport, from: number, to: number, length: number): Viewport {
  const span = view.to - view.from;
  if (to - from > span) return within(around(from, to), length);
  if (from < view.from) return pan(view, from - view.from - span * 0.1, length);
  if (to > view.to) return pan(view, to - view.to + span * 0.1, length);
  return view;
}

export function around(from: number, to: number, least: number = wholeMs): Viewport {
  const margin = Math.max((to - from) * 0.08, least / 2);
  return { from: from - margin, to: to + margin };
}

/** Half a view may lie outside, so that the ends can be brought to the middle. */
export function within({ from, to }: Viewport, length: number): Viewport {
  const span = to - from;
  const start = clamp(from, -span / 2, Math.max(length - span / 2, 0));
  return { from: start, to: start + span };
}

function clamp(x: number, least: number, most: number): number {
  return Math.min(Math.max(x, least), most);
}
