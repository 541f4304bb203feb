import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Subject } from './subject.ts';

export async function sqliteSubject(): Promise<Subject> {
  const workspace = await realpath(await mkdtemp(path.join(tmpdir(), 'sagaloom-sql-')));
  return {
    name: 'SQLite',
    connection: { type: 'sqlite', file: 'data.db' },
    workspace,
    isServer: false,
    place: () => '?',
    slow: 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000000) SELECT count(*) AS c FROM n',
    types: {
      integer: 'INTEGER',
      big: 'INTEGER',
      decimal: 'NUMERIC',
      double: 'REAL',
      text: 'TEXT',
      bytes: 'BLOB',
      json: 'TEXT',
    },
    crash: async () => {},
    start: async () => {},
    end: () => rm(workspace, { recursive: true, force: true }),
  };
}
