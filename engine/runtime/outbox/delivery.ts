import type { SignalCommand } from '../../core/command.ts';
import type { Outcome } from '../mail.ts';
import type { Clock } from '../ports.ts';
import { endOfChain } from './children.ts';
import type { Office } from './office.ts';

type Desk = Pick<Office, 'journal' | 'entry' | 'clock'> & {
  readonly ask: (runId: string, command: SignalCommand) => Promise<Outcome>;
};

const A_MOMENT_MS = 50;

/** LI3. To the run, or to the one that follows it: who knows a run by its id need not know that it has continued as another. */
export async function deliverSignal(desk: Desk, runId: string, command: SignalCommand): Promise<Outcome> {
  for (let at = runId; ;) {
    const outcome = await desk.ask(at, command);
    if (outcome.kind === 'accepted' || outcome.code !== 'notRunning') return outcome;
    const last = await endOfChain(desk, at);
    if (last === null || last.endedAt !== null) return outcome;
    if (last.runId === at) await aMoment(desk.clock); // it is just ending, and the next is not there yet
    at = last.runId;
  }
}

function aMoment(clock: Clock): Promise<void> {
  return new Promise((resolve) => clock.setTimer(clock.now() + A_MOMENT_MS, resolve));
}
