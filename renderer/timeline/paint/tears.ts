import { toX } from '../layout.ts';
import type { Scene } from './scene.ts';

/** Where a folded wait tears the picture, in x. */
export interface Tear {
  readonly left: number;
  readonly right: number;
}

type Torn = Pick<Scene, 'scale' | 'plot' | 'width'>;

const known = new WeakMap<Torn, readonly Tear[]>();

/** Those in sight, from the left. */
export function tearsIn(scene: Torn): readonly Tear[] {
  const found = known.get(scene) ?? tearsOf(scene);
  known.set(scene, found);
  return found;
}

function tearsOf({ scale, plot, width }: Torn): readonly Tear[] {
  return scale.breaks.flatMap(({ from, to }) => {
    const [x, end] = [toX(plot, scale.draw(from)), toX(plot, scale.draw(to))];
    if (end < plot.left || x > width) return [];
    const half = Math.min((end - x) / 4, 4);
    return [{ left: (x + end) / 2 - half, right: (x + end) / 2 + half }];
  });
}

/** The teeth reach this far beyond an edge, and nothing is written close to them. */
const clearance = 5;

/** Where a text of this length may begin, at `x` or after it, so that no tear goes through it. */
export function clearOfTears(tears: readonly Tear[], x: number, length: number): number {
  return tears.reduce(
    (at, { left, right }) => (at < right + clearance && at + length > left - clearance ? right + clearance : at),
    x,
  );
}
