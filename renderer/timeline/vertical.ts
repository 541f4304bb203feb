/**
 * Scrolling over more than a browser can lay out: an element of more than some ten million pixels is cut off. The element is then only as
 * high as `tallest`, and where it stands between its ends is where we are in the whole. Up to that height nothing is different.
 */
export interface Reach {
  /** Height of all rows and of what is seen of them, CSS pixels. */
  readonly content: number;
  readonly room: number;
}

export const tallest = 8_000_000;

/** How high the element is made. */
export const elementHeight = ({ content }: Reach): number => Math.min(content, tallest);

export const farthest = ({ content, room }: Reach): number => Math.max(content - room, 0);

/** Where the element must be scrolled for the whole to be at `top`. */
export function toElement(reach: Reach, top: number): number {
  return reach.content <= tallest ? top : (top / farthest(reach)) * (tallest - reach.room);
}

/** Where in the whole the element's own place is. */
export function fromElement(reach: Reach, scrolled: number): number {
  return reach.content <= tallest ? scrolled : (scrolled / (tallest - reach.room)) * farthest(reach);
}

export const clampTop = (reach: Reach, top: number): number => Math.min(Math.max(top, 0), farthest(reach));
