/**
 * Effects that can be asked for any number of times.
 *
 *   1  one key, one effect: the same key gets the same answer, refusals included (of an undo, refusals are asked anew)
 *   2  a key is for one request: with another request it is refused
 *   3  an undo is safe before, after and without its effect: it leaves a tombstone, and a forward call that comes
 *      later finds it and does nothing
 *   4  answer, effect and tombstone are one transaction
 */
import { type Answer, ok, refused } from './answer.ts';
import type { Db } from './database.ts';

export interface Ask {
  readonly key: string;
  /** Route and body, as text: what the key is for. */
  readonly request: string;
}

interface Kept {
  readonly request: string;
  readonly status: Answer['status'];
  readonly body: string;
}

/** Does the work, unless it was done or undone under this key before. */
export function once(db: Db, ask: Ask, work: () => Answer): Answer {
  return remembered(db, ask, () =>
    isUndone(db, ask.key) ? refused(409, 'undone', 'This was undone before it arrived, so nothing is done.') : work(),
  );
}

/** `revert` takes the effect of the forward key back and says whether there was one. */
export function undo(db: Db, ask: Ask & { readonly of: string }, revert: () => boolean | Answer): Answer {
  return remembered(
    db,
    ask,
    () => {
      const reverted = revert();
      if (typeof reverted === 'object') return reverted;
      db.prepare('INSERT OR IGNORE INTO tombstones (key) VALUES (?)').run(ask.of);
      return ok({ undone: reverted });
    },
    (answer) => answer.status === 200,
  );
}

function remembered(db: Db, ask: Ask, work: () => Answer, isFinal: (answer: Answer) => boolean = () => true): Answer {
  return db
    .transaction(() => {
      const kept = db.prepare<[string], Kept>('SELECT request, status, body FROM answers WHERE key = ?').get(ask.key);
      if (kept !== undefined) return replayed(kept, ask);
      const answer = work();
      if (isFinal(answer)) keep(db, ask, answer);
      return answer;
    })
    .immediate();
}

function keep(db: Db, ask: Ask, { status, body }: Answer): void {
  db.prepare('INSERT INTO answers VALUES (?, ?, ?, ?)').run(ask.key, ask.request, status, JSON.stringify(body));
}

function replayed(kept: Kept, ask: Ask): Answer {
  if (kept.request !== ask.request) {
    return refused(422, 'key_reused', 'This idempotency key belongs to another request.');
  }
  return { status: kept.status, body: JSON.parse(kept.body) as Answer['body'] };
}

function isUndone(db: Db, key: string): boolean {
  return db.prepare('SELECT 1 FROM tombstones WHERE key = ?').get(key) !== undefined;
}
