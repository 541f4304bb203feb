import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { attachGestures, type GestureEvents } from './gestures.ts';
import { Stage, type StageInput } from './stage.ts';

/** Puts a stage on the canvas for as long as it is there, and keeps it told. */
export function useStage(
  scroller: RefObject<HTMLElement | null>,
  canvas: RefObject<HTMLCanvasElement | null>,
  input: StageInput,
  events: GestureEvents,
): { readonly stage: Stage | null; readonly contentHeight: number } {
  const [stage, setStage] = useState<Stage | null>(null);
  const [contentHeight, setContentHeight] = useState(0);
  const latest = useRef(events);
  useEffect(() => {
    latest.current = events;
  });
  useEffect(() => {
    if (!scroller.current || !canvas.current) return;
    const made = new Stage(scroller.current, canvas.current);
    const detach = attachGestures(scroller.current, made, {
      pick: (hit) => latest.current.pick(hit),
      open: (hit) => latest.current.open(hit),
      hover: (hit, x, y) => latest.current.hover(hit, x, y),
    });
    setStage(made);
    return () => {
      detach();
      made.destroy();
    };
  }, [scroller, canvas]);
  useLayoutEffect(() => {
    if (!stage) return;
    stage.set(input);
    setContentHeight(stage.contentHeight);
  }, [stage, input]);
  return { stage, contentHeight };
}
