import type { Place, RunEvent } from './event.ts';
import { type RunOfKeys, stepKey } from './machine/random.ts';

/** AT3. The idempotency keys of the steps of a history, which follow from the run and so are not in it. Fed with its events in order. */
export class StepKeys {
  private run: RunOfKeys = { key: '', generation: 0 };

  see(event: RunEvent): void {
    if (event.type === 'RunStarted') this.run = { key: event.runKey, generation: event.continued?.generation ?? 0 };
    else if (event.type === 'RunBranched') this.run = { ...this.run, key: event.runKey };
  }

  /** Of a step that has begun after the last event seen, or with it. */
  of(place: Place): string {
    return stepKey(this.run, place);
  }
}
