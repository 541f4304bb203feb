import { type FocusEvent, type PointerEvent, type RefObject, useEffect, useMemo, useRef } from 'react';

/** When what had the focus is gone (deleted, undone), the drawing keeps it, and with it the keys. */
export function useKeptFocus(wrapper: RefObject<HTMLElement | null>, drawn: unknown) {
  const isInside = useRef(false);
  useEffect(() => {
    if (isInside.current && document.activeElement === document.body) wrapper.current?.focus({ preventScroll: true });
  }, [drawn, wrapper]);
  return useMemo(
    () => ({
      onFocus: () => {
        isInside.current = true;
      },
      // The ground takes no focus by itself, but the keys should be where the hand is.
      onPointerDownCapture: ({ target, currentTarget }: PointerEvent<HTMLElement>) => {
        const onGround =
          target instanceof Element && target.closest('.react-flow__pane, .react-flow__nodesselection') !== null;
        const onThing = target instanceof Element && target.closest('.react-flow__node, .react-flow__edge') !== null;
        if (onGround && !onThing) currentTarget.focus({ preventScroll: true });
      },
      onBlur: ({ relatedTarget, currentTarget }: FocusEvent) => {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) isInside.current = false;
      },
    }),
    [],
  );
}
