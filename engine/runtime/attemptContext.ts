import type { RunContext, TraceparentOf } from './ports.ts';

type Attempt = Parameters<TraceparentOf>[1];

/** What an attempt is told of its run. The trace context is a hash, and most attempts send nothing: it is made when it is asked for. */
export function attemptContext(run: RunContext, attempt: Attempt, make: TraceparentOf): RunContext {
  return new AttemptContext(run, attempt, make);
}

/** A class, since a getter of an object's own makes each of them one of a kind for V8. */
class AttemptContext implements RunContext {
  readonly runId: string;
  readonly runKey: string;
  readonly workflow: string;
  readonly hash: string;
  readonly mocks: RunContext['mocks'];
  readonly #run: RunContext;
  readonly #attempt: Attempt;
  readonly #make: TraceparentOf;
  #made: string | null | undefined;

  constructor(run: RunContext, attempt: Attempt, make: TraceparentOf) {
    this.runId = run.runId;
    this.runKey = run.runKey;
    this.workflow = run.workflow;
    this.hash = run.hash;
    this.mocks = run.mocks;
    this.#run = run;
    this.#attempt = attempt;
    this.#make = make;
  }

  get traceparent(): string | null {
    return (this.#made ??= this.#make(this.#run, this.#attempt));
  }
}
