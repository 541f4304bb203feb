import { hostname } from 'node:os';
import path from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { stderrLogger } from '../../activities/logger.ts';
import { secretOfText } from '../../core/definition/secrets.ts';
import { isFolder } from '../../node/makeFolder.ts';
import { readWorkspaceConfig } from '../../server/config-file.ts';
import { knownServer, serverOf } from '../../server/known-servers.ts';
import { WORKER_TOKEN_VARIABLE } from '../../server/remote-workers.ts';
import { openWorkforce } from '../../server/workforce.ts';
import { createWorker, type Worker, WorkerError } from '../../workers/client/index.ts';
import { activitiesOf } from '../../workers/remote/offering.ts';
import { ENVIRONMENT, type ExitCode, failed, OPEN, REFUSED, SUCCESS, wrongInput } from '../codes.ts';
import { readDuration, readInteger } from '../inputs.ts';
import { fail, say } from '../terminal.ts';

export interface WorkerOptions {
  readonly url?: string;
  readonly queue: readonly string[];
  readonly concurrency: string;
  readonly workspace: string;
  readonly id?: string;
  readonly build?: string;
  readonly secret: readonly string[];
  readonly lease: string;
}

const DEFAULT_URL = 'http://127.0.0.1:4860';

/** Until SIGINT or SIGTERM. */
export async function worker(options: WorkerOptions): Promise<ExitCode> {
  const { workspace, queue, id = `${hostname()}-${process.pid}`, build = packageJson.version } = options;
  const concurrency = readInteger('--concurrency', options.concurrency, 1, 10_000);
  if (!concurrency.ok) return fail(concurrency);
  const lease = readDuration('--lease', options.lease);
  if (!lease.ok) return fail(lease);
  if (!isFolder(workspace)) return fail(wrongInput(`There is no folder ${workspace}: name one with --workspace.`));
  const secrets = neededSecrets(workspace, options.secret);
  if (typeof secrets === 'string') return fail(wrongInput(secrets));
  const url = options.url ?? serverOf(databaseOf(workspace), process.env)?.url ?? DEFAULT_URL;
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
    return fail(wrongInput(`--url ${url} is not the address of a server: ${DEFAULT_URL} is one.`));
  const workforce = await openWorkforce({ workspace, logger: stderrLogger() });
  try {
    const working = createWorker({
      url,
      token: () => process.env[WORKER_TOKEN_VARIABLE] || knownServer(url, process.env)?.token,
      id,
      build,
      queues: queue.length === 0 ? ['default'] : queue,
      activities: activitiesOf(workforce),
      concurrency: concurrency.value,
      leaseSeconds: lease.value / 1_000,
      secrets,
      waits: false,
      say: (message) => say(`sagaloom: ${message}`),
    });
    return await untilEnded(working, url);
  } finally {
    await workforce.close();
  }
}

async function untilEnded(working: Worker, url: string): Promise<ExitCode> {
  const leaving = new AbortController();
  let isForced = false;
  const asked = (): void => {
    isForced = leaving.signal.aborted;
    if (isForced) working.stop();
    else if (working.held > 0) say(`sagaloom: Finishing ${working.held} tasks. Again to end at once.`);
    leaving.abort();
  };
  for (const name of SIGNALS) process.on(name, asked);
  try {
    await working.run(leaving.signal);
    return isForced ? OPEN : SUCCESS;
  } catch (error) {
    if (!(error instanceof WorkerError)) throw error;
    return fail(failed(codeOf(error), `${error.message}${hintFor(error, url)}`));
  } finally {
    for (const name of SIGNALS) process.off(name, asked);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const codeOf = ({ code }: WorkerError): ExitCode =>
  code === 'unreachable' || code === 'token' ? ENVIRONMENT : REFUSED;

const hintFor = ({ code }: WorkerError, url: string): string =>
  code === 'token' ? ` Set ${WORKER_TOKEN_VARIABLE} to what the server at ${new URL(url).origin} has.` : '';

/** Where `serve` keeps the runs of a workspace, unless it is told otherwise. */
const databaseOf = (workspace: string): string => path.resolve(workspace, '.sagaloom', 'runs.db');

/** Those that the settings name, and those asked for; or what is wrong with the settings. */
function neededSecrets(workspace: string, asked: readonly string[]): readonly string[] | string {
  const config = readWorkspaceConfig(workspace, process.env);
  if (!config.ok) return config.message;
  return [...new Set([...asked, ...secretsIn(config.settings)])];
}

function secretsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    const name = secretOfText(value);
    return name === null ? [] : [name];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(secretsIn) : [];
}
