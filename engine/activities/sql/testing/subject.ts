import type { Connection } from '../../connections.ts';

/** A database under test: the same contract holds for all. */
export interface Subject {
  readonly name: 'SQLite' | 'PostgreSQL' | 'MariaDB';
  /** As it would stand in `sagaloom.config.json`. */
  readonly connection: Connection;
  readonly workspace: string;
  /** Whether it is a server, which can be lost while its client lives. */
  readonly isServer: boolean;
  /** Its place for the nth parameter, from 1. */
  readonly place: (n: number) => string;
  /** A statement that takes longer than any test. */
  readonly slow: string;
  readonly types: Readonly<Record<'integer' | 'big' | 'decimal' | 'double' | 'text' | 'bytes' | 'json', string>>;
  /** At once, as a crash would; then as it was. */
  readonly crash: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly end: () => Promise<void>;
}
