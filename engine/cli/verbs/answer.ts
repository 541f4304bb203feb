import type { RunSummary } from '../../contract/types.ts';
import type { Json } from '../../core/json.ts';
import { type Access, asked, type Client } from '../access/client.ts';
import { type Where, withAccess } from '../access/open.ts';
import { type ExitCode, SUCCESS } from '../codes.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { sayRemaining } from './remaining.ts';

export interface AskOptions extends Where {
  readonly why?: string;
  readonly json?: true;
}

type WireJson = Parameters<Client['runs']['start']>[0]['input'];

/** The contract's JSON is typed as if it could be changed; nobody changes what is sent. */
export const wire = (value: Json): WireJson => value as WireJson;

export const reason = ({ why }: AskOptions) => (why === undefined ? {} : { why });

/** Asks about a run, and gives the answer, or says why there is none. */
export function askRun<T>(
  runId: string,
  where: Where,
  ask: (client: Client) => Promise<T>,
  show: (answer: T, access: Access) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withAccess(where, runId, async (access) => {
    const answer = await asked(ask(access.client), { runId, place: access.place });
    return answer.ok ? show(answer.value, access) : fail(answer);
  });
}

/** A command whose answer is a run: it goes on as far as it can, and is shown. */
export const commandRun = (
  runId: string,
  options: AskOptions,
  ask: (client: Client) => Promise<RunSummary>,
): Promise<ExitCode> => askRun(runId, options, ask, (run, access) => showRun(run, access, options));

export async function showRun(asked: RunSummary, access: Access, options: AskOptions): Promise<ExitCode> {
  const run = await access.rest(asked);
  tellRun(run, options);
  if (!options.json) await sayRemaining(run, access);
  return SUCCESS;
}

export function tellRun(run: RunSummary, { json, url }: Pick<AskOptions, 'json' | 'url'>): void {
  if (json) printJson(run);
  else print(`${run.runId}: ${run.status}`);
  if (run.status === 'running' && url === undefined) say('It is still open: `sagaloom serve` carries it on.');
  if (run.status === 'paused') say('It is paused: `sagaloom resume` lets it go on.');
}
