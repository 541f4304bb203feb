import type { ExitCode } from '../codes.ts';
import { readInteger, readJsonArgument } from '../inputs.ts';
import { fail } from '../terminal.ts';
import { type AskOptions, commandRun, reason, wire } from './answer.ts';

export interface PlaceOptions extends AskOptions {
  readonly visit: string;
}

export type Asking = 'cancel' | 'terminate' | 'pause' | 'resume';
export type Placed = 'retryStep' | 'skipStep' | 'undoRetry' | 'undoSkip' | 'undoAbort';

export const ask = (type: Asking, runId: string, options: AskOptions): Promise<ExitCode> =>
  commandRun(runId, options, ({ runs }) => runs[type]({ runId, ...reason(options) }));

export async function askAt(type: Placed, runId: string, path: string, options: PlaceOptions): Promise<ExitCode> {
  const visit = readInteger('--visit', options.visit, 1, Number.MAX_SAFE_INTEGER);
  if (!visit.ok) return fail(visit);
  const place = { runId, path, visit: visit.value };
  return commandRun(runId, options, ({ runs }) => runs[type]({ ...place, ...reason(options) }));
}

export async function completeStep(
  runId: string,
  path: string,
  options: PlaceOptions & { readonly output: string },
): Promise<ExitCode> {
  const visit = readInteger('--visit', options.visit, 1, Number.MAX_SAFE_INTEGER);
  if (!visit.ok) return fail(visit);
  const output = await readJsonArgument('--output', options.output);
  if (!output.ok) return fail(output);
  const place = { runId, path, visit: visit.value, output: wire(output.value) };
  return commandRun(runId, options, ({ runs }) => runs.completeStep({ ...place, ...reason(options) }));
}
