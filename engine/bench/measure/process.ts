import { readdirSync, readFileSync } from 'node:fs';

/** Of this process. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Of the thread that asks. */
export function threadCpuSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}

/** The most memory this process had at any time, in MB. */
export const peakRssMb = (): number => process.resourceUsage().maxRSS / 1_024;

export const rssMb = (): number => process.memoryUsage.rss() / 1_048_576;

/** Linux counts so many ticks a second, whatever the kernel's own rate. */
const TICKS_PER_SECOND = 100;

export interface TreeUse {
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

/** This process and all it has started, servers among them. Where there is no `/proc`, this process alone. */
export function treeUse(): TreeUse {
  const processes = readProcesses();
  if (processes.length === 0) return { cpuSeconds: cpuSeconds(), rssMb: rssMb() };
  const family = descendants(process.pid, processes);
  return {
    cpuSeconds: family.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND,
    rssMb: family.reduce((sum, { pid }) => sum + proportionalMb(pid), 0),
  };
}

export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** Of its own and of its children that have ended. */
  readonly ticks: number;
}

export function descendants(root: number, all: readonly ProcessStat[]): readonly ProcessStat[] {
  const own = all.filter(({ pid }) => pid === root);
  return [...own, ...all.filter(({ parent }) => parent === root).flatMap(({ pid }) => descendants(pid, all))];
}

/** A line of `/proc/PID/stat`. The name, second, is in brackets and may hold anything, brackets and spaces too. */
export function parseStat(line: string): ProcessStat {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const at = (field: number): number => Number(fields[field - 3]);
  return { pid: Number.parseInt(line, 10), parent: at(4), ticks: at(14) + at(15) + at(16) + at(17) };
}

function readProcesses(): readonly ProcessStat[] {
  return read(() => readdirSync('/proc'), [])
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => read(() => [parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))], []));
}

/** What processes share is divided among them, or PostgreSQL's buffers would count once for each connection. */
function proportionalMb(pid: number): number {
  const text = read(() => readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'), '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1_024;
}

/** Processes end while one looks. */
function read<T>(get: () => T, otherwise: T): T {
  try {
    return get();
  } catch {
    return otherwise;
  }
}
