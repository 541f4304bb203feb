import type { Session } from './session.ts';
import type { PoolLimits } from './target.ts';

export interface Taken {
  readonly session: Session;
  /** It served before, and its server may be gone since. */
  readonly isUsed: boolean;
}

interface Waiting {
  readonly resume: (taken: Taken | null) => void;
}

interface Idle {
  readonly session: Session;
  readonly timer: NodeJS.Timeout;
}

/**
 * Connections of one kind.
 *
 *   SP1  at most `size` at a time, those included that are being made, cleaned or closed
 *   SP2  one that was used is as new, or closed, before another attempt gets it
 *   SP3  one that nobody wanted for `idleMs` is closed; waiting for that keeps no process alive
 */
export class Pool {
  readonly #connect: () => Promise<Session>;
  readonly #limits: PoolLimits;
  readonly #idle: Idle[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #ending = new Set<Promise<void>>();
  #count = 0;
  #isClosed = false;

  constructor(connect: () => Promise<Session>, limits: PoolLimits) {
    this.#connect = connect;
    this.#limits = limits;
  }

  /** Rejects with what making one failed with, or with the signal's reason. */
  async take(signal: AbortSignal): Promise<Taken> {
    for (;;) {
      signal.throwIfAborted();
      const kept = this.#idle.pop();
      if (kept !== undefined) {
        clearTimeout(kept.timer);
        if (kept.session.isOpen()) return { session: kept.session, isUsed: true };
        this.#note(this.#drop(kept.session));
      } else if (this.#count < this.#limits.size) {
        return { session: await this.#made(signal), isUsed: false };
      } else {
        const handed = await this.#turn(signal);
        if (handed !== null) return handed;
      }
    }
  }

  /** `isClean`: it may be used again once it is reset. */
  give(session: Session, isClean: boolean): void {
    this.#note(this.#after(session, isClean));
  }

  /** Those in use are closed when they are given back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { timer, session } of this.#idle.splice(0)) {
      clearTimeout(timer);
      this.#note(this.#drop(session));
    }
    await Promise.all(this.#ending);
  }

  async #after(session: Session, isClean: boolean): Promise<void> {
    const isUsable = isClean && !this.#isClosed && (await session.reset().then(() => session.isOpen(), never));
    return isUsable ? this.#keep(session) : this.#drop(session);
  }

  /** One that comes when nobody waits for it any more is kept for the next. */
  async #made(signal: AbortSignal): Promise<Session> {
    this.#count += 1;
    const coming = this.#connect();
    const first = await Promise.race([coming, aborted(signal)]).catch((error: unknown) => {
      this.#release();
      throw error;
    });
    if (first !== null) return first;
    this.#note(
      coming.then(
        (session) => this.#keep(session),
        () => this.#release(),
      ),
    );
    throw signal.reason;
  }

  /** One that another gave back; null: there is room for a new one. */
  #turn(signal: AbortSignal): Promise<Taken | null> {
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        resume(taken) {
          signal.removeEventListener('abort', leave);
          resolve(taken);
        },
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(entry);
    });
  }

  async #keep(session: Session): Promise<void> {
    if (this.#isClosed) return this.#drop(session);
    const next = this.#waiting.shift();
    if (next !== undefined) return next.resume({ session, isUsed: true });
    const timer = setTimeout(() => {
      this.#idle.splice(this.#idle.indexOf(entry), 1);
      this.#note(this.#drop(session));
    }, this.#limits.idleMs).unref();
    const entry: Idle = { session, timer };
    this.#idle.push(entry);
  }

  async #drop(session: Session): Promise<void> {
    await session.close().catch(never);
    this.#release();
  }

  #release(): void {
    this.#count -= 1;
    this.#waiting.shift()?.resume(null);
  }

  #note(ending: Promise<void>): void {
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
  }
}

const never = (): false => false;

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
