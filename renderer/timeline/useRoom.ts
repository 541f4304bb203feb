import { type RefObject, useEffect, useState } from 'react';

/** From this height on the field to search and the overview are always there: a page; below it, a dock. */
const roomyPx = 420;

export function useRoom(ref: RefObject<HTMLElement | null>): boolean {
  const [roomy, setRoomy] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setRoomy(element.clientHeight >= roomyPx));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return roomy;
}
