import type { Flow } from './flow.ts';

/** Sizes as the flow runs: `along` is down or to the right, `across` the other way. */
export interface Frame {
  readonly flow: Flow;
  readonly isDown: boolean;
  /** By step: how far it reaches to both sides of where connections meet it, and along. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly length: Float64Array;
  /** By layer: where it begins and ends, along. */
  readonly begins: Float64Array;
  readonly ends: Float64Array;
}

const wide = /[\u2e80-\uffef]/g;
/** Roughly what the words take, Chinese ones included. */
export function widthOfWords(words: string): number {
  return Math.min(150, 18 + words.length * 6.2 + (words.match(wide)?.length ?? 0) * 5.3);
}
