import { existsSync } from 'node:fs';
import { asked } from '../access/client.ts';
import { type Where, withAccess } from '../access/open.ts';
import { type ExitCode, ok, type Result, SUCCESS } from '../codes.ts';
import { readJsonArgument, readNamed } from '../inputs.ts';
import { workflowFile } from '../run/prepare.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { diagnosticLine } from '../text/diagnostics.ts';
import { wire } from './answer.ts';

export interface DeployOptions extends Where {
  readonly json?: true;
}

export async function deploy(file: string, options: DeployOptions): Promise<ExitCode> {
  const read = await workflowFile(file, null);
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

export interface StartOptions extends Where {
  readonly input: string;
  readonly config: readonly string[];
  readonly id?: string;
  readonly json?: true;
}

/** Begins it, and leaves it to whoever has the database: what is done here in the meantime is the beginning of its first steps. */
export async function start(given: string, options: StartOptions): Promise<ExitCode> {
  const input = await readJsonArgument('--input', options.input);
  if (!input.ok) return fail(input);
  const config = readNamed('--config', options.config);
  if (!config.ok) return fail(config);
  const what = await workflowOf(given);
  if (!what.ok) return fail(what);
  return withAccess(options, undefined, async ({ client }) => {
    const request = { ...what.value, input: wire(input.value), config: { ...config.value }, runId: options.id };
    const missing = await asked(client.secrets.check(what.value)); // what else is wrong, the start itself says
    for (const each of missing.ok ? missing.value : []) say(diagnosticLine(given, each));
    const answer = await asked(client.runs.start(request));
    if (!answer.ok) return fail(answer);
    const { runId, status } = answer.value;
    if (options.json) printJson(answer.value);
    else print(`${runId}: ${status}`);
    return SUCCESS;
  });
}

const isFile = (given: string): boolean => given.endsWith('.json') || given.includes('/') || existsSync(given);

async function workflowOf(given: string): Promise<Result<{ document: string } | { workflow: string }>> {
  if (!isFile(given)) return ok({ workflow: given });
  const read = await workflowFile(given, null);
  return read.ok ? ok({ document: read.value.document }) : read;
}
