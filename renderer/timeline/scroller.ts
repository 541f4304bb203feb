import { clampTop, elementHeight, fromElement, type Reach, tallest, toElement } from './vertical.ts';

/** Where we are in rows that may be higher than any element: `vertical.ts` has the arithmetic, this the element. */
export class Scroller {
  readonly #element: HTMLElement;
  readonly #moved: () => void;
  readonly #onScroll = (): void => this.#scrolled();
  #content = 0;
  #top = 0;
  /** What we put the element to last: a scroll event that says the same was ours. */
  #put = 0;

  constructor(element: HTMLElement, moved: () => void) {
    this.#element = element;
    this.#moved = moved;
    element.addEventListener('scroll', this.#onScroll, { passive: true });
  }

  destroy(): void {
    this.#element.removeEventListener('scroll', this.#onScroll);
  }

  get #reach(): Reach {
    return { content: this.#content, room: this.#element.clientHeight };
  }

  get isNative(): boolean {
    return this.#content <= tallest;
  }

  get top(): number {
    return this.isNative ? this.#element.scrollTop : clampTop(this.#reach, this.#top);
  }

  /** Height of all rows, CSS pixels. */
  resize(content: number): void {
    if (content === this.#content) return;
    const { top } = this;
    this.#content = content;
    const inner = this.#element.firstElementChild;
    if (inner instanceof HTMLElement) inner.style.height = `${elementHeight(this.#reach)}px`;
    this.to(top);
  }

  to(top: number): void {
    this.#top = clampTop(this.#reach, top);
    this.#element.scrollTop = toElement(this.#reach, this.#top);
    this.#put = this.#element.scrollTop;
    this.#moved();
  }

  #scrolled(): void {
    const { scrollTop } = this.#element;
    // The element knows whole pixels only, of which each may be many rows.
    if (Math.abs(scrollTop - this.#put) > 1) {
      this.#top = fromElement(this.#reach, scrollTop);
      this.#put = scrollTop;
    }
    this.#moved();
  }
}
