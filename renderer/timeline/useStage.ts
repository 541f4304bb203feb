import { type RefCallback, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { attachGestures, type GestureEvents } from './gestures.ts';
import { Stage, type StageInput } from './stage.ts';

/** Puts a stage on the canvas in the element that scrolls, for as long as it is there, and keeps it told. */
export function useStage(
  input: StageInput,
  events: GestureEvents,
): { readonly stage: Stage | null; readonly attach: RefCallback<HTMLElement> } {
  const [stage, setStage] = useState<Stage | null>(null);
  const latest = useRef(events);
  useEffect(() => {
    latest.current = events;
  });
  const attach = useCallback((scroller: HTMLElement | null) => {
    const canvas = scroller?.querySelector('canvas');
    if (!scroller || !canvas) return undefined;
    const made = new Stage(scroller, canvas);
    const detach = attachGestures(scroller, made, {
      pick: (hit) => latest.current.pick(hit),
      open: (hit) => latest.current.open(hit),
      isBoxing: () => latest.current.isBoxing(),
      boxed: () => latest.current.boxed(),
      hover: (hit, x, y) => latest.current.hover(hit, x, y),
    });
    setStage(made);
    return () => {
      detach();
      made.destroy();
      setStage(null);
    };
  }, []);
  useLayoutEffect(() => stage?.set(input), [stage, input]);
  return { stage, attach };
}
