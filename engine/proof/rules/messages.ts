import type { BufferedSignal, Json, Recorded, RunState } from '../../core/index.ts';
import { placeKey } from '../../core/machine/state.ts';

/** SI10. Each signal comes in once, and is taken once, by a `receive` that it fits, the oldest first (LI1). */
export class Messages {
  private readonly ids = new Set<string>();
  /** Not yet taken, in the order they came. */
  waiting: readonly Pick<BufferedSignal, 'seq' | 'name' | 'key' | 'id'>[] = [];

  see(state: RunState, event: Recorded): readonly string[] {
    if (event.type === 'RunStarted') this.waiting = event.continued?.signals ?? [];
    if (event.type === 'SignalReceived') return this.receive(event);
    if ((event.type === 'StepCompleted' || event.type === 'StepFailed') && event.signal !== undefined)
      return this.take(state, event, event.signal);
    return [];
  }

  private receive({ seq, name, key, id }: Recorded & { type: 'SignalReceived' }): readonly string[] {
    this.waiting = [...this.waiting, { seq, name, key, id }];
    if (id === null) return [];
    const isAgain = this.ids.has(id);
    this.ids.add(id);
    return isAgain ? [`SI10 signal ${id} came in twice`] : [];
  }

  private take(state: RunState, event: Recorded & { path: string; visit: number }, seq: number): readonly string[] {
    const step = state.active[placeKey(event)];
    const oldest = this.waiting.find(
      ({ name, key }) =>
        step?.kind === 'receive' && name === step.signal && (step.key === undefined || isSame(key, step.key)),
    );
    this.waiting = this.waiting.filter((signal) => signal.seq !== seq);
    return oldest?.seq === seq
      ? []
      : [`SI10 ${placeKey(event)} took signal ${seq}, and ${oldest?.seq ?? 'none'} was its own`];
  }
}

const isSame = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);
