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
      const asked = this.runId;
      const outcome = await this.host.engine.command(asked, command);
      if (outcome.kind === 'accepted' || outcome.code !== 'notRunning') return outcome;
      await this.host.engine.settled(asked); // it may be closing: what follows is told of with its end
      if (this.runId === asked && !(await this.follow())) return outcome;
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
