import { execFile } from 'node:child_process';
import { chown, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort, type Server, startServer } from '../../../bench/beside/server.ts';
import { isListening, programNamed, servant } from './programs.ts';
import type { Certificate } from './postgres.ts';
import type { Subject } from './subject.ts';

const run = promisify(execFile);

const daemon = programNamed('mariadbd');
const types: Subject['types'] = {
  integer: 'INT',
  big: 'BIGINT',
  decimal: 'DECIMAL(65, 20)',
  double: 'DOUBLE',
  text: 'LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  bytes: 'LONGBLOB',
  json: 'JSON',
};

const install = programNamed('mariadb-install-db');

export const hasMariadb = daemon !== null && install !== null;

/** MariaDB as it comes, in an empty folder, for one user with a password. */
export async function mariadbSubject(certificate?: Certificate): Promise<Subject & { readonly port: number }> {
  const workspace = await realpath(await mkdtemp(path.join(tmpdir(), 'sagaloom-sql-')));
  const data = path.join(workspace, 'data');
  const who = await servant('mysql');
  const setUp = path.join(workspace, 'setup.sql');
  await writeFile(
    setUp,
    "CREATE DATABASE IF NOT EXISTS test;\nCREATE USER IF NOT EXISTS 'tester'@'%' IDENTIFIED BY 's3cret-of-test';\nGRANT ALL ON *.* TO 'tester'@'%';\n",
  );
  for (const each of [workspace, setUp]) if (who.uid !== undefined) await chown(each, who.uid, who.gid ?? who.uid);
  await run(
    install ?? '',
    ['--no-defaults', `--datadir=${data}`, '--skip-test-db', '--auth-root-authentication-method=normal'],
    {
      ...who,
      cwd: workspace,
    },
  );
  const port = await freePort();
  const args = [
    '--no-defaults',
    `--datadir=${data}`,
    `--socket=${path.join(data, 'socket')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1,127.0.0.2',
    `--init-file=${setUp}`,
    '--innodb-flush-log-at-trx-commit=1',
    '--default-time-zone=+05:30', // no client may depend on it
    ...(certificate === undefined ? [] : [`--ssl-cert=${certificate.cert}`, `--ssl-key=${certificate.key}`]),
  ];
  let server: Server;
  const start = async (): Promise<void> => {
    server = startServer(daemon ?? '', args, { ...who, cwd: data, env: process.env }, 'SIGKILL');
    await server.ready(() => isListening(port));
  };
  await start();
  return {
    name: 'MariaDB',
    port,
    connection: { type: 'mariadb', url: `mariadb://tester:s3cret-of-test@127.0.0.1:${port}/test` },
    workspace,
    isServer: true,
    place: () => '?',
    slow: 'SELECT SLEEP(600)',
    types,
    crash: () => server.stop(),
    start,
    async end() {
      await server.stop();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}
