import type Database from 'better-sqlite3';
import type { RetentionPass, RetentionPolicy } from './retention.ts';

/** What the database keeps of retention: the policy that was set, and the last round. */
export interface RetentionBook {
  /** Null: none was ever set. */
  policy(): RetentionPolicy | null;
  setPolicy(policy: RetentionPolicy): void;
  lastPass(): RetentionPass | null;
  /** Runs deleted by all rounds together. */
  total(): number;
  passed(pass: RetentionPass): void;
}

const POLICY = 'retention.policy';
const PASS = 'retention.pass';

interface Passed extends RetentionPass {
  readonly total: number;
}

export function retentionBook(database: Database.Database): RetentionBook {
  const get = database.prepare<[string], string>('SELECT value FROM settings WHERE name = ?').pluck();
  /** Written here, and so taken at its word. */
  const read = (name: string): unknown => JSON.parse(get.get(name) ?? 'null');
  const write = (name: string, value: object): void =>
    void database.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)').run(name, JSON.stringify(value));
  const last = (): Passed | null => read(PASS) as Passed | null;
  return {
    policy: () => read(POLICY) as RetentionPolicy | null,
    setPolicy: (policy) => write(POLICY, policy),
    lastPass() {
      const found = last();
      return found && { startedAt: found.startedAt, endedAt: found.endedAt, deleted: found.deleted };
    },
    total: () => last()?.total ?? 0,
    passed: (pass) => write(PASS, { ...pass, total: (last()?.total ?? 0) + pass.deleted } satisfies Passed),
  };
}
