import type { Command } from '../../core/command.ts';
import type { RunStatus } from '../../core/event.ts';
import type { RunEntry } from '../../runtime/entry.ts';
import type { Outcome } from '../../runtime/mail.ts';
import { say } from '../terminal.ts';
import type { RunHost } from './host.ts';
import { nextOf } from './next.ts';
import type { TimedSignal } from './signals.ts';

/** How a run may end that another follows. */
const followed: ReadonlySet<RunStatus> = new Set(['continuedAsNew', 'terminated']);

/** A run, and the runs that follow it, as one: whoever waits for it waits for the last. */
export class Course {
  /** The run it is at. */
  runId: string;
  /** Of the first, epoch ms. */
  readonly startedAt: number;
  private readonly host: RunHost;

  constructor(host: RunHost, runId: string, startedAt: number) {
    this.host = host;
    this.runId = runId;
    this.startedAt = startedAt;
  }

  /** Null: the engine closed first. */
  async settled(): Promise<RunEntry | null> {
    for (;;) {
      const entry = await this.host.engine.settled(this.runId);
      if (entry === null || !followed.has(entry.status) || !(await this.follow())) return entry;
    }
  }

  async tell(command: Command): Promise<Outcome> {
    for (;;) {
      const outcome = await this.host.engine.command(this.runId, command);
      const hasEnded = outcome.kind === 'rejected' && outcome.code === 'notRunning';
      if (!hasEnded || !(await this.follow())) return outcome;
    }
  }

  async send({ name, payload, key, id }: TimedSignal): Promise<void> {
    const outcome = await this.tell({ type: 'signal', name, payload, key, id, by: 'cli' });
    if (outcome.kind === 'rejected') say(`The signal ${name} was refused: ${outcome.reason}`);
  }

  /** False: nothing follows it. */
  private async follow(): Promise<boolean> {
    const from = this.runId;
    const next = nextOf(await this.host.history(from));
    if (next === null || this.runId !== from) return next !== null;
    say(`Run ${from} goes on as ${next}.`);
    this.runId = next;
    return true;
  }
}
