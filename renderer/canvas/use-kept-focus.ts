import { type FocusEvent, type RefObject, useEffect, useMemo, useRef } from 'react';

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
      onBlur: ({ relatedTarget, currentTarget }: FocusEvent) => {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) isInside.current = false;
      },
    }),
    [],
  );
}
