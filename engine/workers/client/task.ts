import type { TaskContext, WorkerActivity } from './activity.ts';
import type { Connection, Told } from './connection.ts';
import { TaskError } from './errors.ts';
import { Backoff, pause } from './backoff.ts';
import type { Beat, Json, LeaseState, SecretAnswer, Task, TaskFailure } from './protocol.ts';

const CANCELLED = 'cancelled';
const LOST = 'lost';

/** How it reaches the server. */
export interface Desk {
  readonly connection: Connection;
  /** Best effort. */
  readonly beat: (beat: Beat) => Promise<void>;
}

/** A task while this process has it. */
export class HeldTask {
  readonly task: Task;
  /** Until when the server keeps it for us at least, on our own monotonic clock. */
  heldUntil: number;
  private readonly desk: Desk;
  private readonly controller = new AbortController();
  private readonly over = new AbortController();
  private beat: { details?: Json } | null = null;

  constructor(task: Task, desk: Desk, heldUntil: number) {
    this.task = task;
    this.desk = desk;
    this.heldUntil = heldUntil;
  }

  /** Runs to its end, and says how that was until somebody has heard it. */
  async work(activity: WorkerActivity | undefined): Promise<void> {
    const answer = await this.answer(activity);
    if (this.over.signal.aborted) return;
    if (answer.failure !== null) await this.tellBeat(); // the next attempt gets it
    await this.report(answer);
  }

  /** What is to be said with the next heartbeat. */
  nextBeat(): Beat {
    const { beat } = this;
    this.beat = null;
    const { lease } = this.task;
    return beat === null ? { lease } : { lease, working: true, ...beat };
  }

  hear(state: LeaseState): void {
    if (state === 'cancelled') this.controller.abort(CANCELLED);
    if (state === 'lost') this.lose();
  }

  /** Another has it by now: nothing it says is heard. */
  lose(): void {
    this.over.abort();
    this.controller.abort(LOST);
  }

  private async answer(activity: WorkerActivity | undefined): Promise<Answer> {
    const { task, controller } = this;
    if (activity === undefined) return { output: null, failure: notOffered(task) };
    try {
      const output = (await activity.run(task.with, this.context(), controller.signal)) ?? null;
      return { output, failure: null };
    } catch (error) {
      return { output: null, failure: failureOf(error, controller.signal) };
    }
  }

  private async report({ output, failure }: Answer): Promise<void> {
    const { lease } = this.task;
    const told = await (failure === null
      ? this.tell('complete', { lease, output })
      : this.tell('fail', { lease, error: failure }));
    if (told.ok || told.status === 410 || this.over.signal.aborted) return;
    const error = { type: 'activity.result', message: `The server did not take the answer: ${told.message}` };
    await this.tell('fail', { lease, error });
  }

  private async tell(path: string, body: object): Promise<Told<object>> {
    const backoff = new Backoff();
    for (;;) {
      const told = await this.desk.connection.post<object>(path, body, this.over.signal);
      if (told.ok || this.over.signal.aborted || !(told.again || told.status === 401)) return told;
      await pause(backoff.nextMs(), this.over.signal);
    }
  }

  private async tellBeat(): Promise<void> {
    if (this.beat?.details !== undefined) await this.desk.beat(this.nextBeat());
  }

  private context(): TaskContext {
    const { task, over } = this;
    const { connection } = this.desk;
    const { lease, key, attempt, runId, workflow, stepId, traceparent, lastHeartbeat } = task;
    return {
      key,
      attempt,
      runId,
      workflow,
      stepId,
      traceparent,
      lastHeartbeat,
      task,
      heartbeat: (details) => {
        this.beat = details === undefined ? { ...this.beat } : { details };
      },
      secret: async (name) => {
        const told = await connection.post<SecretAnswer>('secret', { lease, name }, over.signal);
        if (told.ok) return told.value.value;
        if (told.code === 'secret.unknown') return null;
        throw new TaskError({ type: 'activity.secret', message: told.message });
      },
      log: (level, message, data) => {
        void connection.post('log', { lease, level, message, ...(data !== undefined && { data }) }, over.signal);
      },
    };
  }
}

interface Answer {
  readonly output: Json;
  readonly failure: TaskFailure | null;
}

/** The server gives us only what we offered: nothing was done. */
const notOffered = ({ activity }: Task): TaskFailure => ({
  type: 'activity.unknown',
  message: `This worker has no activity "${activity}".`,
  effect: 'none',
});

function failureOf(error: unknown, signal: AbortSignal): TaskFailure {
  if (error instanceof TaskError) return error.failure;
  const message = error instanceof Error ? error.message : String(error);
  return signal.aborted ? { type: 'cancelled', message } : { type: 'activity.crashed', message };
}
