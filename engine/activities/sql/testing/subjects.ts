import { hasMariadb, mariadbSubject } from './mariadb.ts';
import { hasPostgres, postgresSubject } from './postgres.ts';
import { sqliteSubject } from './sqlite.ts';
import type { Subject } from './subject.ts';

export interface Suite {
  /** Says loudly which server is missing. */
  readonly title: string;
  readonly isThere: boolean;
  readonly make: () => Promise<Subject>;
}

const suite = (name: string, isThere: boolean, make: () => Promise<Subject>): Suite => ({
  title: isThere ? name : `${name} IS NOT INSTALLED: nothing of it was tested`,
  isThere,
  make,
});

const sqlite = suite('SQLite', true, sqliteSubject);

export const serverSuites: readonly Suite[] = [
  suite('PostgreSQL', hasPostgres, () => postgresSubject()),
  suite('MariaDB', hasMariadb, () => mariadbSubject()),
];

export const suites: readonly Suite[] = [sqlite, ...serverSuites];
