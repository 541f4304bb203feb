import { type ExitCode, SUCCESS } from '../codes.ts';
import { jsonOrText, readJsonArgument } from '../inputs.ts';
import { fail, print, printJson } from '../terminal.ts';
import { type AskOptions, askRun, commandRun, reason, wire } from './answer.ts';
import { sayRemaining } from './remaining.ts';

export interface SignalOptions extends AskOptions {
  readonly payload: string;
  readonly key?: string;
  readonly id?: string;
}

export async function signal(runId: string, name: string, options: SignalOptions): Promise<ExitCode> {
  const payload = await readJsonArgument('--payload', options.payload);
  if (!payload.ok) return fail(payload);
  const { key, id } = options;
  return commandRun(runId, options, ({ runs }) =>
    runs.signal({
      runId,
      name,
      payload: wire(payload.value),
      id,
      ...(key !== undefined && { key: wire(jsonOrText(key)) }),
      ...reason(options),
    }),
  );
}

export interface QueryOptions extends Omit<AskOptions, 'why'> {
  readonly input: string;
}

export async function query(runId: string, name: string, options: QueryOptions): Promise<ExitCode> {
  const input = await readJsonArgument('--input', options.input);
  if (!input.ok) return fail(input);
  return askRun(
    runId,
    options,
    ({ runs }) => runs.query({ runId, name, input: wire(input.value) }),
    async ({ run, result }) => {
      if (options.json) printJson({ ...run, result });
      else print(JSON.stringify(result, null, 2));
      return SUCCESS;
    },
  );
}

export interface UpdateOptions extends AskOptions {
  readonly input: string;
  readonly id?: string;
}

export async function update(runId: string, name: string, options: UpdateOptions): Promise<ExitCode> {
  const input = await readJsonArgument('--input', options.input);
  if (!input.ok) return fail(input);
  return askRun(
    runId,
    options,
    ({ runs }) => runs.update({ runId, name, input: wire(input.value), id: options.id, ...reason(options) }),
    async ({ run, result }, access) => {
      const rested = await access.rest(run);
      if (options.json) printJson({ ...rested, result });
      else print(JSON.stringify(result, null, 2));
      if (!options.json) await sayRemaining(rested, access);
      return SUCCESS;
    },
  );
}
