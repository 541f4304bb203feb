import type { AttemptWanted } from '../core/effect.ts';
import { type RunOfKeys, stepKey } from '../core/index.ts';
import type { Json } from '../core/json.ts';
import type { RunContext, Work } from './ports.ts';

/** What an attempt is given. Its idempotency key is a hash, and many ask for none: it is made when it is asked for. */
export function attemptWork(attempt: AttemptWanted, run: RunContext, keys: RunOfKeys): Work {
  return new AttemptWork(attempt, run, keys);
}

/** The same work with another input. */
export function withInput(work: Work, input: Json): Work {
  return { ...work, key: work.key, with: input };
}

/** A class, since a getter of an object's own makes each of them one of a kind for V8. */
class AttemptWork implements Work {
  readonly kind: Work['kind'];
  readonly id: string;
  readonly path: string;
  readonly visit: number;
  readonly stepId: string;
  readonly undo: boolean;
  readonly attempt: number;
  readonly with: Json;
  readonly cancel: boolean;
  readonly activity: string;
  readonly taskQueue: string;
  readonly startedAt: number;
  readonly deadline: number;
  readonly limit: Work['limit'];
  readonly reportPickUp: boolean;
  readonly heartbeatMs: number | null;
  readonly heartbeat: Json;
  readonly run: RunContext;
  readonly #keys: RunOfKeys;
  #key: string | null;

  constructor(attempt: AttemptWanted, run: RunContext, keys: RunOfKeys) {
    this.kind = attempt.kind;
    this.id = attempt.id;
    this.path = attempt.path;
    this.visit = attempt.visit;
    this.stepId = attempt.stepId;
    this.undo = attempt.undo;
    this.attempt = attempt.attempt;
    this.with = attempt.with;
    this.cancel = attempt.cancel;
    this.activity = attempt.activity;
    this.taskQueue = attempt.taskQueue;
    this.startedAt = attempt.startedAt;
    this.deadline = attempt.deadline;
    this.limit = attempt.limit;
    this.reportPickUp = attempt.reportPickUp;
    this.heartbeatMs = attempt.heartbeatMs;
    this.heartbeat = attempt.heartbeat;
    this.run = run;
    this.#keys = keys;
    this.#key = attempt.undoKey;
  }

  get key(): string {
    return (this.#key ??= stepKey(this.#keys, this));
  }
}
