import { type ChildProcess, fork } from 'node:child_process';
import { once as happens } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Answer, OnceTexts, Session } from '../session.ts';
import { SqlError } from '../session.ts';
import { type FileTarget, nameOf } from '../target.ts';
import type { Order, Reply } from './wire.ts';

const once: OnceTexts = {
  create: 'CREATE TABLE sagaloom_once (key TEXT PRIMARY KEY, result TEXT, at TEXT NOT NULL)',
  claim:
    "INSERT INTO sagaloom_once (key, at) VALUES (?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) ON CONFLICT (key) DO NOTHING",
  find: 'SELECT result FROM sagaloom_once WHERE key = ?',
  record: 'UPDATE sagaloom_once SET result = ? WHERE key = ?',
};

/** What it may want of the environment, and none of the secrets in it. */
const passed = ['PATH', 'HOME', 'TMPDIR', 'SQLITE_TMPDIR', 'LD_LIBRARY_PATH'];

/** Beside this file; of a bundle, beside that. */
const scripts = ['./process.ts', './sql-sqlite.js'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** A process with the file open. It asks before it commits by being told to: until then, killing it is rolling back. */
export async function openSqlite(target: FileTarget): Promise<Session> {
  const { workspace, folders, name, busyMs } = target;
  const child = start();
  const tell = speaking(child, nameOf(target));
  const close = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await happens(child, 'exit');
  };
  try {
    await tell({ kind: 'open', workspace, folders, name, busyMs });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    once,
    isOpen: () => child.connected,
    isUndoneByLoss: () => true,
    async begin({ readOnly }) {
      await tell({ kind: 'begin', readOnly });
    },
    async run(statement, limits) {
      return (await tell({ kind: 'run', statement, limits })) ?? nothing;
    },
    async commit() {
      await tell({ kind: 'commit' });
    },
    async rollback() {
      await tell({ kind: 'rollback' });
      return true;
    },
    async reset() {
      await tell({ kind: 'reset' });
    },
    cancel: close,
    close,
  };
}

const nothing: Answer = { columns: [], rows: [], affected: 0, lastId: null };

function start(): ChildProcess {
  const script = scripts.find((path) => existsSync(path));
  if (script === undefined) throw new Error('the program of SQLite is not beside its activity');
  const env = Object.fromEntries(
    passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  const child = fork(script, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' }, // in the desktop app the program that runs us is Electron
  });
  child.unref();
  child.channel?.unref();
  return child;
}

/** One order at a time. A process that ends has failed it. */
function speaking(child: ChildProcess, where: string): (order: Order) => Promise<Answer | null> {
  let settle: ((reply: Reply | null) => void) | null = null;
  child.on('message', (reply: Reply) => settle?.(reply));
  child.on('exit', () => settle?.(null));
  child.on('error', () => settle?.(null));
  return async (order) => {
    const reply = await new Promise<Reply | null>((resolve) => {
      settle = resolve;
      if (!child.connected) return resolve(null);
      child.channel?.ref();
      child.send(order, (error) => error !== null && resolve(null));
    });
    settle = null;
    child.channel?.unref();
    if (reply === null) throw lost(where);
    if (reply.kind === 'failed') throw new SqlError(reply.failure, reply);
    return reply.answer;
  };
}

const lost = (where: string): SqlError =>
  new SqlError({ type: 'sql.connection', message: `The process that had ${where} open ended.` }, { isLost: true });
