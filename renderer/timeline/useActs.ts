import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { type ActContext, act, titleOf, whyNot } from './acts/run.ts';
import { type Offer, offerTimeline, type TimelineActs } from './acts/offered.ts';

/** Offers what can be done on this timeline to the command palette, for as long as it is there; gives what to call when it is used. */
export function useActs(section: RefObject<HTMLElement | null>, context: ActContext): () => void {
  const latest = useRef(context);
  useEffect(() => {
    latest.current = context;
  });
  const acts = useMemo<TimelineActs>(
    () => ({
      isSeen: () => section.current?.checkVisibility() ?? false,
      titleOf: (id) => titleOf(id, latest.current),
      whyNot: (id) => whyNot(id, latest.current),
      run: (id) => void act(id, latest.current),
    }),
    [section],
  );
  const offer = useRef<Offer | null>(null);
  useEffect(() => {
    const made = offerTimeline(acts);
    offer.current = made;
    return made.withdraw;
  }, [acts]);
  return () => offer.current?.used();
}
