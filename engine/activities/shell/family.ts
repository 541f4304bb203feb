import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * A program with all it starts.
 *
 *   SF1  it is a process group of its own, and a signal is for the whole group
 *   SF2  each of them has the mark of the attempt in its environment, by which Linux finds those that left the group
 *   SF3  none outlives the attempt; those of an engine that was killed are ended before the next attempt for their step begins
 */
export const MARK = 'SAGALOOM_ATTEMPT';
export const KEY = 'SAGALOOM_STEP_KEY';

const isLinux = process.platform === 'linux';
const LOOK_MS = 20;
/** After SIGKILL; a process in the middle of a disk's work ends when that does. */
const LAST_WAIT_MS = 2_000;

/** The engine's process, so that another with its number is told apart, and the attempt. */
export const newMark = (): string => `${process.pid}.${startOf(process.pid)}.${randomUUID()}`;

const running = new Set<number>();

/** However the engine ends short of SIGKILL. */
process.on('exit', () => {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
});

export const noteRunning = (pid: number): void => void running.add(pid);

/** SF1, SF2. Asks all to end, then ends them; returns when none is left. */
export async function endFamily(pid: number, mark: string, graceMs: number): Promise<void> {
  const until = Date.now() + graceMs;
  const end = (signal: NodeJS.Signals): void => {
    signalGroup(pid, signal);
    for (const each of marked(mark)) signalOne(each, signal);
  };
  if (!isAlive(pid, mark)) return void running.delete(pid);
  end('SIGTERM');
  while (isAlive(pid, mark) && Date.now() < until) await delay(LOOK_MS);
  for (const last = Date.now() + LAST_WAIT_MS; isAlive(pid, mark) && Date.now() < last; await delay(LOOK_MS))
    end('SIGKILL');
  running.delete(pid);
}

/** SF3. Ends what attempts for this step left behind when their engine was killed. */
export async function endOrphans(key: string): Promise<void> {
  if (!isLinux) return;
  const orphans = processes().filter((pid) => {
    const environment = environmentOf(pid);
    return environment[KEY] === key && environment[MARK] !== undefined && !isOwned(environment[MARK]);
  });
  for (const pid of orphans) signalOne(pid, 'SIGKILL');
  for (const last = Date.now() + LAST_WAIT_MS; orphans.some(isRunning) && Date.now() < last;) await delay(LOOK_MS);
}

function isOwned(mark: string): boolean {
  const [pid = '', start = ''] = mark.split('.');
  return startOf(Number(pid)) === start;
}

function isAlive(pid: number, mark: string): boolean {
  if (!isLinux) return signalGroup(pid, 0);
  return processes().some(
    (each) => isRunning(each) && (statOf(each)?.group === pid || environmentOf(each)[MARK] === mark),
  );
}

const marked = (mark: string): readonly number[] =>
  isLinux ? processes().filter((pid) => environmentOf(pid)[MARK] === mark) : [];

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  return signalOne(-pid, signal);
}

/** Whether there was somebody to get it. */
function signalOne(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

const processes = (): readonly number[] =>
  readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) && Number(name) !== process.pid ? [Number(name)] : []));

interface Stat {
  readonly state: string;
  readonly group: number;
  readonly start: string;
}

/** Of `/proc/PID/stat`, behind the name, which may hold anything. Null: it is gone. */
function statOf(pid: number): Stat | null {
  const text = read(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return text === '' ? null : { state: fields[0] ?? '', group: Number(fields[2]), start: fields[19] ?? '' };
}

/** One that has ended and waits to be looked at is no longer running. */
function isRunning(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== null && stat.state !== 'Z' && stat.state !== 'X';
}

const startOf = (pid: number): string => (isLinux ? (statOf(pid)?.start ?? 'gone') : '0');

/** Of processes of other users it cannot be read; they are none of ours. */
function environmentOf(pid: number): Readonly<Record<string, string>> {
  const entries = read(`/proc/${pid}/environ`).split('\0');
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
