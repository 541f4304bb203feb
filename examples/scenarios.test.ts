import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type RunningShop, sagaloom, startService } from './testing/processes.ts';

/** Each example that has `scenarios.json` is played against its own service, as a person would by the command line, in a copy of its folder. */
const here = import.meta.dirname;

vi.setConfig({ testTimeout: 60_000 });

const scenarioSchema = z.strictObject({
  name: z.string(),
  /** Default: `input.json`. */
  input: z.json().optional(),
  signals: z.array(z.json()).optional(),
  /** On a database, for activities that need their time. Default: virtual time. */
  realTime: z.boolean().optional(),
  expect: z.strictObject({
    status: z.string(),
    output: z.json().optional(),
    /** Its type. */
    error: z.string().optional(),
    /** What is in force at the service in the end, by kind. */
    effects: z.record(z.string(), z.int()).optional(),
    /** That are there in the end, in the workspace. */
    files: z.array(z.string()).optional(),
  }),
});

const folders = globSync('*/scenarios.json', { cwd: here }).map((file) => path.dirname(file));

describe.each(folders)('%s', (folder) => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'sagaloom-scenarios-'));
  const scenarios = z.array(scenarioSchema).parse(read(folder, 'scenarios.json'));
  const [document = ''] = globSync(`${folder}.saga.json`, { cwd: path.join(here, folder) });
  let service: RunningShop;
  beforeAll(() => {
    expect(document).not.toBe('');
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test.each(scenarios)('$name', async ({ input, signals = [], realTime = false, expect: wanted }) => {
    const workspace = mkdtempSync(path.join(scratch, 'workspace-'));
    cpSync(path.join(here, folder), workspace, { recursive: true, filter: isPartOfIt });
    service = await startService(`${folder}/service.ts`, ':memory:', secretsOf(folder));
    try {
      const { status, output, error } = await played(workspace, input, signals, realTime);
      expect({ status, error: error?.type ?? null, why: error?.message }).toMatchObject({
        status: wanted.status,
        error: wanted.error ?? null,
      });
      if (wanted.output !== undefined) expect(output).toEqual(wanted.output);
      for (const [kind, count] of Object.entries(wanted.effects ?? {})) {
        const { items } = await service.get<{ items: unknown[] }>(`/${kind}`);
        expect([kind, items.length]).toEqual([kind, count]);
      }
      for (const file of wanted.files ?? [])
        expect([file, existsSync(path.join(workspace, file))]).toEqual([file, true]);
    } finally {
      await service.stop();
    }
  });

  async function played(
    workspace: string,
    input: z.core.util.JSONType | undefined,
    signals: readonly unknown[],
    realTime: boolean,
  ) {
    const file = path.join(workspace, document);
    const signalsFile = path.join(workspace, 'signals.json');
    writeFileSync(signalsFile, JSON.stringify(signals));
    const given = JSON.stringify(input ?? read(folder, 'input.json'));
    const time = realTime ? ['--db', path.join(workspace, 'runs.db')] : ['--virtual-time'];
    const args = ['run', file, '--json', ...time, '--input', given, '--signals', signalsFile];
    const { stdout, stderr } = await sagaloom(args, { ...addresses(folder, service.url), ...secretsOf(folder) });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as {
      status: string;
      output: unknown;
      error: { type: string; message: string } | null;
    };
  }
});

/** Not what an earlier run left. */
const isPartOfIt = (file: string): boolean => !/(\.sagaloom|aside|\.db(-\w+)?)$/.test(file);

function read(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(path.join(here, folder, file), 'utf8'));
}

/** Those that its workflows name, as variables: the service knows them too. What is set already stays. */
function secretsOf(folder: string): Record<string, string> {
  const texts = globSync('*.saga.json', { cwd: path.join(here, folder) }).map((file) =>
    readFileSync(path.join(here, folder, file), 'utf8'),
  );
  const names = texts.flatMap((text) => Array.from(text.matchAll(/\bsecrets\.(\w+)/g), ([, name = '']) => name));
  const variables = names.map((name) => `SAGALOOM_SECRET_${name}`);
  return Object.fromEntries(variables.map((name) => [name, process.env[name] ?? `of-the-test-${name}`]));
}

/** Every address that a workflow of the folder declares is that of its service. */
function addresses(folder: string, url: string): Record<string, string> {
  const names = globSync('*.saga.json', { cwd: path.join(here, folder) }).flatMap((file) => {
    const { config = {} } = read(folder, file) as { config?: Record<string, unknown> };
    return Object.keys(config).filter((name) => name.endsWith('_URL'));
  });
  return Object.fromEntries(names.map((name) => [name, url]));
}
