import { once } from 'node:events';
import { isIP } from 'node:net';
import path from 'node:path';
import { isFolder } from '../../node/makeFolder.ts';
import { createEngineHost, type EngineHost, rememberServer, servePage, underWay } from '../../server/index.ts';
import { readWorkspaceConfig } from '../../server/config-file.ts';
import { WORKER_TOKEN_VARIABLE } from '../../server/remote-workers.ts';
import { ENVIRONMENT, type ExitCode, failed, ok, SUCCESS, wrongInput } from '../codes.ts';
import { GRACE_MS } from '../grace.ts';
import { readDuration, readInteger } from '../inputs.ts';
import { fail, print, say } from '../terminal.ts';

export interface ServeOptions {
  readonly port: string;
  readonly db?: string;
  readonly workflows: string;
  readonly keep?: string;
  readonly listen?: string;
  readonly hookLimit: string;
  readonly unsignedHooks?: true;
  readonly otlpReceiver?: true | string;
}

/** A body is in memory as a whole. */
const LARGEST_HOOK = 64 * 1_048_576;

/** Until SIGINT or SIGTERM. Open runs are carried on from here, and by the next one. */
export async function serve({
  port,
  workflows,
  keep,
  listen,
  hookLimit,
  unsignedHooks,
  otlpReceiver,
  db = path.join(workflows, '.sagaloom', 'runs.db'),
}: ServeOptions): Promise<ExitCode> {
  const number = readInteger('--port', port, 0, 65_535);
  if (!number.ok) return fail(number);
  const keepMs = keep === undefined ? ok(undefined) : readDuration('--keep', keep);
  if (!keepMs.ok) return fail(keepMs);
  const maxBytes = readInteger('--hook-limit', hookLimit, 1, LARGEST_HOOK);
  if (!maxBytes.ok) return fail(maxBytes);
  const receiver =
    otlpReceiver === undefined
      ? ok(null)
      : readInteger('--otlp-receiver', otlpReceiver === true ? '4318' : otlpReceiver, 1, 65_535);
  if (!receiver.ok) return fail(receiver);
  if (!isFolder(workflows))
    return fail(wrongInput(`There is no folder ${workflows}: name one with --workflows, or make it.`));
  const config = readWorkspaceConfig(workflows, process.env);
  if (!config.ok) return fail(wrongInput(config.message));
  const workerToken = process.env[WORKER_TOKEN_VARIABLE] || undefined;
  const wrong = listenTrouble(listen, workerToken);
  if (wrong !== null) return fail(wrongInput(wrong));
  const database = path.resolve(db);
  const hooks = { maxBytes: maxBytes.value, unsigned: unsignedHooks ? 'any' : 'local' } as const;
  const host = await createEngineHost({
    workspace: workflows,
    database,
    by: 'designer',
    keepMs: keepMs.value,
    isServed: true,
  });
  try {
    const problem = receiver.value === null ? null : await receive(host, receiver.value);
    if (problem !== null) return fail(failed(ENVIRONMENT, problem));
    const page = await servePage({ host, port: number.value, listen, workerToken, hooks });
    const { url, token } = page;
    const forget = rememberServer({ url, token, database, pid: process.pid }, process.env);
    print(`Sagaloom is at ${page.url}`);
    if (!page.isBuilt) say('The page itself is not built: run `npm run build` in the checkout, then load it again.');
    await stopAsked();
    forget();
    await drained(host);
    await page.close();
    return SUCCESS;
  } catch (error) {
    const told = portTrouble(error, number.value, listen);
    if (told === null) throw error;
    return fail(failed(ENVIRONMENT, told));
  } finally {
    await host.close();
  }
}

/** For as long as it is served; what a person turned on in the page stays remembered. Null: it receives. */
async function receive({ context }: EngineHost, port: number): Promise<string | null> {
  const { url, problem } = await context.traces.setReceiver({ on: true, port }, false);
  if (url !== null) say(`Traces are received at ${url}/v1/traces`);
  return problem === null ? null : `--otlp-receiver: ${problem}`;
}

/** With the page open: workers answer through it. */
async function drained({ context, drain }: EngineHost): Promise<void> {
  const open = underWay(context);
  const what = open === 1 ? 'One attempt is' : `${open} attempts are`;
  if (open > 0) say(`${what} under way and may answer for ${GRACE_MS / 1_000} s; a second signal ends it at once.`);
  await drain(GRACE_MS);
}

async function stopAsked(): Promise<void> {
  const ended = new AbortController();
  await Promise.race(['SIGINT', 'SIGTERM'].map((name) => once(process, name, { signal: ended.signal })));
  ended.abort(); // a second signal ends the process at once
}

/** What guards the way from other machines has to be there, and not to be guessed. */
function listenTrouble(listen: string | undefined, token: string | undefined): string | null {
  if (listen !== undefined && !isIP(listen))
    return `--listen ${listen} is no IP address: 0.0.0.0 is all of this machine.`;
  if (token !== undefined && !/^[!-~]{16,}$/.test(token))
    return `${WORKER_TOKEN_VARIABLE} must be 16 characters or more, of ASCII without spaces: it could be guessed, or not be sent.`;
  if (listen === undefined || token !== undefined) return null;
  return `--listen lets other machines in: set ${WORKER_TOKEN_VARIABLE} here and for the workers there.`;
}

function portTrouble(error: unknown, port: number, listen = ''): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is in use: choose another with --port, or --port 0 for a free one.`;
  if (code === 'EADDRNOTAVAIL') return `--listen ${listen} is no address of this machine.`;
  if (code === 'EACCES') return `Port ${port} may not be listened on: choose one above 1023 with --port.`;
  return null;
}
