import type { TaskFailure } from './protocol.ts';

/** What an activity throws to say how it failed, and what it may have left behind. */
export class TaskError extends Error {
  readonly failure: TaskFailure;

  constructor(failure: TaskFailure) {
    super(failure.message);
    this.name = 'TaskError';
    this.failure = failure;
  }
}

/** Why a worker cannot go on: `unreachable`, or the code the server answered with. */
export class WorkerError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'WorkerError';
    this.code = code;
  }
}
