import { asked } from '../access/client.ts';
import { withAccess } from '../access/open.ts';
import { type ExitCode, SUCCESS, WRONG_INPUT } from '../codes.ts';
import { readInteger, readJsonArgument } from '../inputs.ts';
import { fail, print, printJson } from '../terminal.ts';
import { type AskOptions, commandRun, reason, showRun, wire } from './answer.ts';
import { sentence } from './deliveries.ts';

export interface PlaceOptions extends AskOptions {
  readonly visit: string;
}

export type Asking = 'cancel' | 'terminate' | 'pause' | 'resume';
export type Placed = 'retryStep' | 'skipStep' | 'undoRetry' | 'undoSkip' | 'undoAbort';

export const ask = (type: Asking, runId: string, options: AskOptions): Promise<ExitCode> =>
  type === 'cancel'
    ? cancel(runId, options)
    : commandRun(runId, options, ({ runs }) => runs[type]({ runId, ...reason(options) }));

/** Of a run; or of a start that is not due yet. */
const cancel = (runId: string, options: AskOptions): Promise<ExitCode> =>
  withAccess(options, runId, async (access) => {
    const { runs, deliveries } = access.client;
    const answer = await asked(runs.cancel({ runId, ...reason(options) }), { runId, place: access.place });
    if (answer.ok) return showRun(answer.value, access, options);
    const waiting = answer.code === WRONG_INPUT ? await asked(deliveries.cancel({ id: runId })) : answer;
    if (!waiting.ok) return fail(answer);
    if (options.json) printJson(waiting.value);
    else print(sentence(waiting.value));
    return SUCCESS;
  });

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
