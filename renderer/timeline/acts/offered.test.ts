import { expect, test } from 'vitest';
import { offerTimeline, type TimelineActs, timelineInFront } from './offered.ts';

function made(isSeen = true): TimelineActs & { seen: boolean } {
  const acts = {
    seen: isSeen,
    isSeen: () => acts.seen,
    titleOf: () => 'timeline.fit' as const,
    whyNot: () => null,
    run: () => {},
  };
  return acts;
}

test('a command means the timeline in sight that was used last', () => {
  const [dock, page] = [made(), made()];
  const offers = [offerTimeline(dock), offerTimeline(page)];
  expect(timelineInFront()).toBe(page);
  offers[0]?.used();
  expect(timelineInFront()).toBe(dock);
  dock.seen = false;
  expect(timelineInFront()).toBe(page);
  offers[1]?.withdraw();
  expect(timelineInFront()).toBeNull();
  dock.seen = true;
  expect(timelineInFront()).toBe(dock);
  offers[0]?.withdraw();
  expect(timelineInFront()).toBeNull();
});
