import type { Failure } from '../../core/failure.ts';
import type { Json, JsonObject } from '../../core/json.ts';

export type Parameters = readonly Json[] | JsonObject;

export const isList = (parameters: Parameters): parameters is readonly Json[] => Array.isArray(parameters);

export interface Statement {
  readonly text: string;
  /** Of `firstWord`. */
  readonly word: string;
  readonly parameters: Parameters;
}

export interface Limits {
  readonly rows: number;
  /** Of what the rows hold, as far as it can be told on the way. */
  readonly bytes: number;
}

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Json[])[];
  /** Rows that the statement wrote, or found to write. */
  readonly affected: number;
  /** What the database numbered the last new row; null: it does not say. */
  readonly lastId: Json;
}

export type Isolation = 'readCommitted' | 'repeatableRead' | 'serializable';

export interface Begin {
  readonly isolation: Isolation | undefined;
  readonly readOnly: boolean;
  /** What is going to be run, for databases where some statements end the transaction by themselves. */
  readonly words: readonly string[];
}

/** A connection of one database, in use by one attempt at a time. All of it throws `SqlError`. */
export interface Session {
  readonly begin: (how: Begin) => Promise<void>;
  readonly run: (statement: Statement, limits: Limits) => Promise<Answer>;
  /** A refusal has rolled back where its error says `isRolledBack`; what else it throws leaves open whether it is done. */
  readonly commit: () => Promise<void>;
  /** Whether nothing is left, provably. */
  readonly rollback: () => Promise<boolean>;
  /** Whether nothing is left once the connection is gone before it was asked to commit. */
  readonly isUndoneByLoss: () => boolean;
  /** Ends on the server what runs there, through a connection of its own. */
  readonly cancel: () => Promise<void>;
  /** As it was when it was new: nothing of one attempt is seen by the next. */
  readonly reset: () => Promise<void>;
  /** At once. What it did not commit is rolled back by the server. */
  readonly close: () => Promise<void>;
  readonly isOpen: () => boolean;
  /** What remembers what was done; see `once.ts`. */
  readonly once: OnceTexts;
}

/** Its texts differ, their parameters do not. */
export interface OnceTexts {
  readonly create: string;
  /** Key. One row affected; where another was first none, or the error sql.unique. Waits for one that is at it. */
  readonly claim: string;
  /** Key. Gives `result`, as last committed. */
  readonly find: string;
  /** Result, key. */
  readonly record: string;
}

interface Told {
  /** The connection is of no more use. */
  readonly isLost?: boolean;
  readonly isRolledBack?: boolean;
}

/** Within this activity only: what the database said, as data, on its way through the layers. */
export class SqlError extends Error {
  readonly failure: Failure;
  readonly isLost: boolean;
  readonly isRolledBack: boolean;

  constructor(failure: Failure, { isLost = false, isRolledBack = false }: Told = {}) {
    super(failure.message);
    this.failure = failure;
    this.isLost = isLost;
    this.isRolledBack = isRolledBack;
  }
}
