import { spanIdText } from '@sagaloom/engine/contract';
import { hashOf, type LinkedTrace, type TimelineState } from './link.ts';
import type { TimelineModel } from './model.ts';
import type { Timeline } from './useTimeline.ts';

/** Puts on the clipboard an address that opens the same trace the same way. */
export async function copyLink(
  trace: LinkedTrace | undefined,
  model: TimelineModel,
  timeline: Timeline,
): Promise<void> {
  if (!trace) return;
  const { origin, pathname, search } = location;
  const address = `${origin}${pathname}${search}${hashOf({ trace, state: stateOf(model, timeline) })}`;
  await navigator.clipboard.writeText(address);
}

function stateOf(model: TimelineModel, { row, stage, find }: Timeline): TimelineState {
  const span = model.rows.span[row] ?? -1;
  const range = stage?.range ?? null;
  return {
    ...(span === -1 ? {} : { span: spanIdText(model.columns.ids[span] ?? 0n) }),
    ...(range ? { range } : {}),
    ...(find.query === '' ? {} : { query: find.query }),
    ...(model.view === 'lanes' ? {} : { mode: model.view }),
  };
}
