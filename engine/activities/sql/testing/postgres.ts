import { execFile } from 'node:child_process';
import { chown, copyFile, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { postgresPrograms } from '../../../bench/beside/locate.ts';
import { freePort, type Server, startServer } from '../../../bench/beside/server.ts';
import { servant } from './programs.ts';
import type { Subject } from './subject.ts';

const run = promisify(execFile);

const types: Subject['types'] = {
  integer: 'integer',
  big: 'bigint',
  decimal: 'numeric',
  double: 'double precision',
  text: 'text',
  bytes: 'bytea',
  json: 'jsonb',
};

export const hasPostgres = postgresPrograms() !== null;

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** PostgreSQL as it comes, in an empty folder, for one user with a password; it asks nothing of the disk. */
export async function postgresSubject(certificate?: Certificate): Promise<Subject & { readonly port: number }> {
  const programs = postgresPrograms() ?? '';
  const workspace = await realpath(await mkdtemp(path.join(tmpdir(), 'sagaloom-sql-')));
  const data = path.join(workspace, 'data');
  const who = await servant('postgres');
  if (who.uid !== undefined) await chown(workspace, who.uid, who.gid ?? who.uid);
  const pwfile = path.join(workspace, 'password');
  await run('sh', ['-c', `printf 's3cret-of-test' > "${pwfile}"; chmod 644 "${pwfile}"`]);
  const initdb = [
    '-D',
    data,
    '-U',
    'tester',
    '-A',
    'scram-sha-256',
    `--pwfile=${pwfile}`,
    '-E',
    'UTF8',
    '--locale',
    'C',
    '-N',
  ];
  await run(path.join(programs, 'initdb'), initdb, { ...who, cwd: workspace });
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1,127.0.0.2',
    `unix_socket_directories=${data}`,
    'fsync=off',
    'max_connections=30',
    'timezone=Asia/Kolkata', // no client may depend on it
    ...(certificate === undefined ? [] : await tlsSettings(certificate, data, who)),
  ];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  let server: Server;
  const start = async (): Promise<void> => {
    server = startServer(path.join(programs, 'postgres'), args, { ...who, cwd: data, env: process.env }, 'SIGQUIT');
    await server.ready(() => isAccepting(programs, port));
  };
  await start();
  return {
    name: 'PostgreSQL',
    port,
    connection: { type: 'postgres', url: `postgres://tester:s3cret-of-test@127.0.0.1:${port}/postgres` },
    workspace,
    isServer: true,
    place: (n) => `$${n}`,
    slow: 'SELECT pg_sleep(600)',
    types,
    crash: () => server.stop(),
    start,
    async end() {
      await server.stop();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}

/** It listens a while before it is ready. */
async function isAccepting(programs: string, port: number): Promise<boolean> {
  const asked = run(path.join(programs, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]);
  return asked.then(
    () => true,
    () => false,
  );
}

async function tlsSettings(
  { cert, key }: Certificate,
  data: string,
  who: { uid?: number; gid?: number },
): Promise<string[]> {
  const [ownCert, ownKey] = [path.join(data, 'tls.crt'), path.join(data, 'tls.key')];
  await copyFile(cert, ownCert);
  await copyFile(key, ownKey);
  await run('chmod', ['600', ownKey]);
  for (const each of [ownCert, ownKey]) if (who.uid !== undefined) await chown(each, who.uid, who.gid ?? who.uid);
  return ['ssl=on', `ssl_cert_file=${ownCert}`, `ssl_key_file=${ownKey}`];
}
