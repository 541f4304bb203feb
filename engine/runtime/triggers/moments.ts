import { sha256Hex } from '../digest.ts';

export { type Moments, momentsOf, nextMoments, type ScheduleTrigger } from '../../core/moments.ts';

/** How long after its moment a run starts: a function of what the moment is called, so that every engine finds the same (SC2). */
export function jitterOf(jitterMs: number, runId: string): number {
  if (jitterMs <= 0) return 0;
  const chance = Number.parseInt(sha256Hex(runId).slice(0, 12), 16) / 2 ** 48;
  return Math.floor(chance * (jitterMs + 1));
}
