import { existsSync } from 'node:fs';
import { asked, type Client } from '../access/client.ts';
import { type Where, withAccess } from '../access/open.ts';
import { type BatchOptions, batchOf, startBatch } from '../batch/start-batch.ts';
import { type ExitCode, ok, type Result, SUCCESS, wrongInput } from '../codes.ts';
import { readDuration, readJsonArgument, readNamed } from '../inputs.ts';
import { namedWorkflow } from '../run/named.ts';
import { workflowFile } from '../run/prepare.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { isTraceparent } from '../../runtime/traceparent.ts';
import { diagnosticLine } from '../text/diagnostics.ts';
import { tellRun, wire } from './answer.ts';
import { sentence } from './deliveries.ts';

export interface DeployOptions extends Where {
  readonly json?: true;
}

export async function deploy(file: string, options: DeployOptions): Promise<ExitCode> {
  const named = namedWorkflow(file);
  if (!named.ok) return fail(named);
  const read = await workflowFile(named.value.file, null);
  if (!read.ok) return fail(read);
  const { document } = read.value;
  return withAccess(options, undefined, async ({ client }) => {
    const answer = await asked(client.definitions.deploy({ document }));
    if (!answer.ok) return fail(answer);
    const { workflow, version, hash } = answer.value;
    if (options.json) printJson(answer.value);
    else print(`${workflow}: version ${version}, ${hash}`);
    return SUCCESS;
  });
}

export interface StartOptions extends Where, Partial<BatchOptions> {
  /** Absent: null. */
  readonly input?: string;
  readonly config: readonly string[];
  readonly id?: string;
  readonly delay?: string;
  readonly at?: string;
  /** Steps to pause before. */
  readonly break?: readonly string[];
  readonly json?: true;
}

/** Begins it, and leaves it to whoever has the database: what is done here in the meantime is the beginning of its first steps. */
export async function start(given: string, options: StartOptions): Promise<ExitCode> {
  const input = await readJsonArgument('--input', options.input ?? 'null');
  if (!input.ok) return fail(input);
  const config = readNamed('--config', options.config);
  if (!config.ok) return fail(config);
  const when = whenOf(options);
  if (!when.ok) return fail(when);
  const what = await workflowOf(given);
  if (!what.ok) return fail(what);
  const batch = options.batch === undefined ? ok(null) : await batchOf({ ...options, batch: options.batch });
  if (!batch.ok) return fail(batch);
  return withAccess(options, undefined, async ({ client }) => {
    const missing = await asked(client.secrets.check(what.value)); // what else is wrong, the start itself says
    for (const each of missing.ok ? missing.value : []) say(diagnosticLine(given, each));
    const common = { ...what.value, config: { ...config.value } };
    if (batch.value !== null) return startBatch(client, common, batch.value, options);
    const request = { ...common, input: wire(input.value), runId: options.id, ...callerOf(process.env) };
    return when.value === null
      ? startNow(client, { ...request, ...(options.break ? { breakpoints: [...options.break] } : {}) }, options)
      : startLater(client, { ...request, ...when.value }, options);
  });
}

/** Whoever started this command may have said which span of theirs it is of. */
function callerOf({ TRACEPARENT: traceparent = '' }: NodeJS.ProcessEnv) {
  return isTraceparent(traceparent) ? { traceparent } : {};
}

async function startNow(
  { runs }: Client,
  request: Parameters<Client['runs']['start']>[0],
  options: StartOptions,
): Promise<ExitCode> {
  const answer = await asked(runs.start(request));
  if (!answer.ok) return fail(answer);
  tellRun(answer.value, options);
  return SUCCESS;
}

async function startLater(
  { runs }: Client,
  request: Parameters<Client['runs']['startLater']>[0],
  { json, url }: StartOptions,
): Promise<ExitCode> {
  const answer = await asked(runs.startLater(request));
  if (!answer.ok) return fail(answer);
  if (json) printJson(answer.value);
  else print(sentence(answer.value));
  if (url === undefined) say('It starts when it is due if `sagaloom serve` runs then, else with the next one.');
  return SUCCESS;
}

type When = { readonly delay: string } | { readonly at: string } | null;

function whenOf({ delay, at }: StartOptions): Result<When> {
  if (delay !== undefined) {
    const ms = readDuration('--delay', delay);
    return ms.ok ? ok({ delay }) : ms;
  }
  if (at === undefined) return ok(null);
  const time = Date.parse(at);
  if (Number.isNaN(time)) return wrongInput(`--at ${at} is no time: give one such as 2027-01-31T08:00.`);
  return ok({ at: new Date(time).toISOString() });
}

const isFile = (given: string): boolean => given.endsWith('.json') || given.includes('/') || existsSync(given);

async function workflowOf(given: string): Promise<Result<{ document: string } | { workflow: string }>> {
  if (!isFile(given)) return ok({ workflow: given });
  const read = await workflowFile(given, null);
  return read.ok ? ok({ document: read.value.document }) : read;
}
