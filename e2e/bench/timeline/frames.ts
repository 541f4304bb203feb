/** How long frames take while a timeline is moved: driven from within the page, one movement a frame, so that every frame draws. */
import type { Page } from '@playwright/test';

export const movements = ['zoom', 'pan at fit', 'pan close', 'scroll'] as const;
export type Movement = (typeof movements)[number];

export interface Frames {
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly frames: number;
}

/** Ms from frame to frame. `limitMs`: a drawing that cannot keep up is not waited for: what it managed is what is said. */
export function framesOf(
  page: Page,
  selector: string,
  movement: Movement,
  limitMs: number,
): Promise<readonly number[]> {
  return page.evaluate(moveAndMeasure, { selector, movement, limitMs, frames: 150 });
}

export function of(measured: readonly number[]): Frames {
  const sorted = measured.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round((sorted[Math.floor(sorted.length * share)] ?? Number.NaN) * 10) / 10;
  return { medianMs: at(0.5), p95Ms: at(0.95), frames: sorted.length };
}

interface Told {
  readonly selector: string;
  readonly movement: Movement;
  readonly limitMs: number;
  readonly frames: number;
}

/** Runs in the page. Gives the ms from one frame to the next. */
async function moveAndMeasure({ selector, movement, limitMs, frames }: Told): Promise<readonly number[]> {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`nothing is ${selector}`);
  const box = element.getBoundingClientRect();
  const wheel = (deltaY: number, keys: { readonly ctrlKey?: boolean; readonly shiftKey?: boolean }): void => {
    const at = { clientX: box.left + box.width * 0.6, clientY: box.top + box.height / 2 };
    element.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true, ...keys, ...at }));
  };
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const closer = async (by: number): Promise<void> => {
    for (let n = 0; n < 30; n++) {
      wheel(by, { ctrlKey: true });
      // oxlint-disable-next-line no-await-in-loop -- one movement a frame
      await frame();
    }
  };
  if (movement === 'pan close') await closer(-40);
  const measured: number[] = [];
  const until = performance.now() + limitMs;
  let last = await frame();
  for (let n = 0; n < frames && performance.now() < until; n++) {
    const there = n % 50 < 25;
    if (movement === 'zoom') wheel(there ? -30 : 30, { ctrlKey: true });
    else if (movement === 'scroll') element.scrollTop += there ? 900 : -300;
    else wheel(there ? 30 : -30, { shiftKey: true });
    // oxlint-disable-next-line no-await-in-loop -- one movement a frame
    const now = await frame();
    measured.push(now - last);
    last = now;
  }
  if (movement === 'pan close') await closer(40);
  return measured.slice(2);
}
