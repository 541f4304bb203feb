import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Json } from '../../core/json.ts';

const START_TIMEOUT_MS = 15_000;
const ANSWER_TIMEOUT_MS = 3_000;
const STOP_TIMEOUT_MS = 2_000;

export interface ShopProcess {
  readonly pid: number | null;
  readonly url: string;
  /** Resolves when the process is gone, for whatever reason. */
  readonly exited: Promise<void>;
  /** Null when it does not answer. */
  readonly get: (path: string) => Promise<Json>;
  readonly put: (path: string, body: unknown) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * The shop leaves when its standard input ends, and that ends with this process, even by SIGKILL: no shop outlives its app.
 * Rejects with one line when it does not come up.
 */
export async function startShop(script: string, database: string): Promise<ShopProcess> {
  const child = spawn(process.execPath, [script, '--port', '0', '--db', database, '--with-parent'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, // so that Electron's binary is a Node too
  });
  const exited = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  });
  child.stdin.on('error', () => {}); // it went first
  try {
    const url = await addressOf(child, child.stdout, child.stderr);
    return { pid: child.pid ?? null, url, exited, ...talkTo(url), stop: () => stop(child, exited) };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

const readySchema = z.object({ url: z.url() });

/** The shop says its address as one line of JSON. */
async function addressOf(child: ChildProcess, stdout: Readable, stderr: Readable): Promise<string> {
  let complaint = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  return new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it said no address in time.')), START_TIMEOUT_MS);
    const settle = (end: () => void) => {
      clearTimeout(timer);
      end();
    };
    createInterface({ input: stdout }).on('line', (line) => {
      const url = readAddress(line);
      if (url !== null) settle(() => resolve(url));
    });
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code) => settle(() => reject(new Error(lastLine(complaint) ?? `it ended with code ${code}.`))));
  });
}

function readAddress(line: string): string | null {
  if (!line.startsWith('{')) return null;
  const parsed = readySchema.safeParse(JSON.parse(line));
  return parsed.success ? parsed.data.url : null;
}

const lastLine = (text: string): string | undefined => text.trim().split('\n').at(-1) || undefined;

function talkTo(url: string): Pick<ShopProcess, 'get' | 'put'> {
  return {
    get: async (path) => {
      try {
        const response = await fetch(url + path, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
        return response.ok ? ((await response.json()) as Json) : null;
      } catch {
        return null;
      }
    },
    put: async (path, body) => {
      const headers = { 'content-type': 'application/json' };
      const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
      await fetch(url + path, { method: 'PUT', headers, body: JSON.stringify(body), signal });
    },
  };
}

/** Asked nicely, then not. */
async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
