import { execFile } from 'node:child_process';
import { chown } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { postgresPrograms } from './locate.ts';
import { freePort, type Server, startServer } from './server.ts';

const run = promisify(execFile);

/** PostgreSQL as it comes, in an empty folder and on a port of its own; of this machine only, so anybody is let in. */
export async function startPostgres(data: string): Promise<{ readonly server: Server; readonly url: string }> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error('PostgreSQL is not installed');
  const who = await servant(data);
  await run(join(programs, 'initdb'), ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--locale', 'C'], {
    ...who,
    cwd: data,
  });
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${data}`];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  // SIGQUIT: it and its connections end at once.
  const server = startServer(join(programs, 'postgres'), args, { ...who, cwd: data, env: process.env }, 'SIGQUIT');
  const url = `postgresql://bench@127.0.0.1:${port}`;
  await server.ready(() => isListening(port));
  return { server, url: `${url}/bench` };
}

/** It refuses to run as root; then the user `postgres`, whom its packages make, runs it. */
async function servant(data: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, 'postgres'])).stdout);
  const [uid, gid] = [await id('-u'), await id('-g')];
  await chown(data, uid, gid);
  return { uid, gid };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (is: boolean) => (): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', answer(true)).once('error', answer(false));
  });
}
