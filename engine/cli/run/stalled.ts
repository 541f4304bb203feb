import type { Recorded } from '../../core/event.ts';
import { viewOf } from '../../core/fold.ts';
import { type Waiting, waitingIn } from '../../memory/index.ts';

type History = (runId: string) => Promise<readonly Recorded[]>;

/** What an open run waits for; of a child, what that waits for. */
export async function waitsOf(history: History, runId: string): Promise<readonly Waiting[]> {
  const inside = async (waiting: Waiting): Promise<readonly Waiting[]> => {
    const { child } = waiting;
    const below = child === null ? [] : await waitsOf(history, child);
    return below.length === 0 ? [waiting] : below.map((each) => ({ ...each, what: `${each.what} (in run ${child})` }));
  };
  return (await Promise.all(waitingIn(viewOf(await history(runId))).map(inside))).flat();
}

/** In virtual time nobody else can move it. */
export function stalled(runId: string, waits: readonly Waiting[]): string {
  const why = waits.length === 0 ? 'no step is open' : waits.map(({ what }) => what).join(', ');
  const hint = waits.some(({ signal }) => signal !== null) ? ' Signals are given with --signals FILE.' : '';
  return `Run ${runId} is still open and nothing will move it: ${why}.${hint}`;
}
