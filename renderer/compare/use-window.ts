import { type RefObject, useLayoutEffect, useState } from 'react';

export interface Window {
  /** First row that is drawn, and the one after the last. */
  readonly first: number;
  readonly last: number;
  readonly bring: (at: number) => void;
  /** Rows that fit at once. */
  readonly page: number;
}

const spare = 8;

/** Of very many rows of one height, those that are in sight, and some around them. */
export function useWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  head: number,
): Window {
  const [seen, setSeen] = useState({ top: 0, height: 600 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = (): void => {
      const [top, height] = [element.scrollTop, element.clientHeight];
      setSeen((now) => (now.top === top && now.height === height ? now : { top, height }));
    };
    measure();
    element.addEventListener('scroll', measure, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', measure);
      observer.disconnect();
    };
  }, [scroller]);
  const page = Math.max(1, Math.floor((seen.height - head) / rowHeight));
  return {
    first: Math.max(0, Math.floor(seen.top / rowHeight) - spare),
    last: Math.min(count, Math.ceil((seen.top + seen.height) / rowHeight) + spare),
    page,
    bring(at) {
      const element = scroller.current;
      if (!element) return;
      const [top, bottom] = [at * rowHeight, (at + 1) * rowHeight + head];
      const [seenTop, room] = [element.scrollTop, element.clientHeight];
      if (top < seenTop) element.scrollTo({ top: Math.max(0, top - rowHeight) });
      else if (bottom > seenTop + room) element.scrollTo({ top: bottom + rowHeight - room });
    },
  };
}
