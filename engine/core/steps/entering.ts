import type { Decision } from '../machine/decision.ts';
import type { FrameKey, Place } from '../event.ts';

/** A step about to begin. `enter` records that it began or passed and answers null, or answers why it could not. */
export interface Entering extends Place {
  readonly decision: Decision;
  readonly frame: FrameKey;
  readonly id: string;
}

/** What every event of a beginning step has. */
export function beginning({ path, visit, id, frame }: Entering): Place & { id: string; frame: FrameKey } {
  return { path, visit, id, frame };
}
