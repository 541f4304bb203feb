import { type CSSProperties, type RefObject, useEffect, useState } from 'react';

export interface Spot {
  /** The lit place, in pixels of the window; null while what it falls on is not there. */
  readonly light: CSSProperties | null;
  /** Where the card is. */
  readonly at: CSSProperties;
}

const edge = 12;
const gap = 12;
const cardWidth = 340;

/** Follows what the light falls on, as long as it is there: panels open, files load, the window changes. */
export function useSpot(targets: readonly string[], card: RefObject<HTMLElement | null>): Spot {
  const [spot, setSpot] = useState<Spot>(() => spotOf(null, 0));
  useEffect(() => {
    let frame = 0;
    let known = '';
    const look = (): void => {
      const box = boxOf(targets);
      const height = card.current?.offsetHeight ?? 0;
      const seen = [box?.left, box?.top, box?.width, box?.height, height, innerWidth, innerHeight].join();
      if (seen !== known) {
        known = seen;
        setSpot(spotOf(box, height));
      }
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [targets, card]);
  return spot;
}

function boxOf(targets: readonly string[]): DOMRect | null {
  for (const target of targets) {
    const box = document.querySelector(target)?.getBoundingClientRect();
    if (box && box.width > 0 && box.height > 0) return box;
  }
  return null;
}

/** Beside the light where there is room, else below or above it, else inside its lower right corner. */
function spotOf(box: DOMRect | null, height: number): Spot {
  const width = Math.min(cardWidth, innerWidth - 2 * edge);
  const placed = (left: number, top: number): CSSProperties => ({
    left: clamp(left, innerWidth - width - edge),
    top: clamp(top, innerHeight - height - edge),
    width,
  });
  if (!box) return { light: null, at: placed((innerWidth - width) / 2, (innerHeight - height) / 2) };
  const { left, top, right, bottom } = box;
  const light = { left, top, width: box.width, height: box.height };
  if (right + gap + width + edge <= innerWidth && box.width < innerWidth / 2)
    return { light, at: placed(right + gap, top + edge) };
  if (bottom + gap + height + edge <= innerHeight) return { light, at: placed(right - width, bottom + gap) };
  if (top - gap - height >= edge) return { light, at: placed(left + (box.width - width) / 2, top - gap - height) };
  return { light, at: placed(right - width - edge, bottom - height - edge) };
}

function clamp(value: number, most: number): number {
  return Math.max(edge, Math.min(value, most));
}
