import { existsSync } from 'node:fs';
import path from 'node:path';
import type { KnownActivity } from '../../core/compile/index.ts';
import type { Json } from '../../core/json.ts';
import type { RunSummary } from '../../contract/types.ts';
import type { Mocks } from '../../memory/index.ts';
import { isFolder } from '../../node/makeFolder.ts';
import type { ConfigSource } from '../../server/config.ts';
import type { Secrets } from '../../runtime/ports.ts';
import type { Compiled } from '../../server/prepare-run.ts';
import { workspaceSecrets } from '../../server/secrets/index.ts';
import { workspaceAbove } from '../../server/workspace/root.ts';
import { startedBy } from './children.ts';
import { type Failed, failed, ok, REFUSED, type Result, wrongInput } from '../codes.ts';
import { withReader } from '../database.ts';
import { readDuration, readJsonArgument } from '../inputs.ts';
import { readMocks } from './mocks.ts';
import { lastOf } from './next.ts';
import { checkWarnings, compiledFile, configSources, saySecrets, type StartValues, startValues } from './prepare.ts';
import type { Trace } from './show.ts';
import { readSignals, type TimedSignal } from './signals.ts';

export interface RunOptions {
  /** Absent: null. */
  readonly input?: string;
  readonly config: readonly string[];
  readonly mocks?: string;
  readonly mocksOnly?: true;
  readonly signals?: string;
  readonly workflows?: string;
  readonly virtualTime?: true;
  readonly db: string;
  readonly id?: string;
  readonly timeout?: string;
  readonly trace?: Trace;
  readonly json?: true;
}

/** What is to be done, with all that could be wrong found out before anything is written. */
export interface RunPlan {
  readonly compiled: Compiled;
  readonly mocks: Mocks;
  readonly signals: readonly TimedSignal[];
  /** Absolute: where the workflows are that it starts. */
  readonly workflows: string;
  /** From which the config of these is made. */
  readonly sources: readonly ConfigSource[];
  readonly secrets: Secrets;
  readonly timeoutMs: number | null;
  readonly begin:
    | { readonly kind: 'start'; readonly values: StartValues }
    | {
        readonly kind: 'carryOn';
        readonly run: RunSummary;
        /** As given now; null: none was. */
        readonly input: { readonly value: Json } | null;
      };
}

export async function planRun(
  file: string,
  options: RunOptions,
  activities: readonly KnownActivity[],
): Promise<Result<RunPlan>> {
  if (options.json && options.trace === 'otlp')
    return wrongInput('--json and --trace otlp both want stdout: choose one.');
  if (options.id === '') return wrongInput('--id is empty: name the run, or leave --id out for a new id.');
  const timeoutMs = options.timeout === undefined ? ok(null) : readDuration('--timeout', options.timeout);
  if (!timeoutMs.ok) return timeoutMs;
  const compiled = await compiledFile(file, activities);
  if (!compiled.ok) return compiled;
  const workflows = path.resolve(options.workflows ?? path.dirname(file));
  if (!isFolder(workflows)) return wrongInput(`There is no folder ${workflows}: name one with --workflows.`);
  const mockable = options.mocks === undefined ? [] : await startedBy(compiled.value.definition, workflows);
  const mocks = await readMocks(options.mocks, [compiled.value.definition, ...mockable]);
  if (!mocks.ok) return mocks;
  const signals = await readSignals(options.signals);
  if (!signals.ok) return signals;
  const isMocked = (key: string): boolean => options.mocksOnly === true || Object.hasOwn(mocks.value, key);
  const sources = await configSources(compiled.value.definition, options.config, path.dirname(file));
  if (!sources.ok) return sources;
  const begin = await beginningOf(compiled.value, options, sources.value);
  if (!begin.ok) return begin;
  const known = checkWarnings(file, compiled.value, isMocked);
  if (!known.ok) return known;
  const secrets = secretsFor(file);
  const all = [compiled.value.definition, ...(await startedBy(compiled.value.definition, workflows))];
  if (begin.value.kind === 'start') await saySecrets(all, secrets, isMocked);
  return ok({
    compiled: compiled.value,
    mocks: mocks.value,
    signals: signals.value,
    workflows,
    sources: sources.value,
    secrets,
    timeoutMs: timeoutMs.value,
    begin: begin.value,
  });
}

const secretsFor = (file: string): Secrets =>
  workspaceSecrets({ workspace: workspaceAbove(path.dirname(file)), env: process.env });

async function beginningOf(
  compiled: Compiled,
  options: RunOptions,
  sources: readonly ConfigSource[],
): Promise<Result<RunPlan['begin']>> {
  const run = await existingRun(options);
  if (run !== null) return otherVersion(run, compiled) ?? carryOn(run, options);
  const values = await startValues(compiled.definition, options.input ?? 'null', sources);
  return values.ok ? ok({ kind: 'start', values: values.value }) : values;
}

async function carryOn(run: RunSummary, { input }: RunOptions): Promise<Result<RunPlan['begin']>> {
  if (input === undefined) return ok({ kind: 'carryOn', run, input: null });
  const read = await readJsonArgument('--input', input);
  return read.ok ? ok({ kind: 'carryOn', run, input: { value: read.value } }) : read;
}

/** Or what followed it. */
async function existingRun({ db, id, virtualTime }: RunOptions): Promise<RunSummary | null> {
  if (id === undefined || virtualTime || !existsSync(db)) return null;
  return withReader(db, (reader) => reader.run(lastOf(reader, id)));
}

function otherVersion({ runId, workflow, hash }: RunSummary, compiled: Compiled): Failed | null {
  if (hash === compiled.hash) return null;
  const message = `Run ${runId} was started with another version of ${workflow}: give the file as it was then, or another --id.`;
  return failed(REFUSED, message);
}
