import { type RefCallback, useCallback, useState } from 'react';

/** From this height on the field to search and the overview are always there: a page; below it, a dock. */
const roomyPx = 420;

export function useRoom(): { readonly ref: RefCallback<HTMLElement>; readonly roomy: boolean } {
  const [roomy, setRoomy] = useState(false);
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setRoomy(element.clientHeight >= roomyPx));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, roomy };
}
