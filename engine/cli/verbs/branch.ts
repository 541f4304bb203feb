import type { Json } from '../../core/json.ts';
import { type ExitCode, wrongInput } from '../codes.ts';
import { readMocks } from '../run/mocks.ts';
import { workflowFile } from '../run/prepare.ts';
import { fail } from '../terminal.ts';
import { type AskOptions, commandRun, reason, wire } from './answer.ts';

/** The number of an event, or a step. */
const momentOf = (given: string): number | string => (/^\d+$/.test(given) ? Number(given) : given);

export const reset = (runId: string, options: AskOptions & { readonly to: string }): Promise<ExitCode> =>
  commandRun(runId, options, ({ runs }) => runs.reset({ runId, to: momentOf(options.to), ...reason(options) }));

export interface ForkOptions extends AskOptions {
  readonly at: string;
  readonly mocks?: string;
  readonly real?: true;
}

export async function fork(runId: string, options: ForkOptions): Promise<ExitCode> {
  if (options.real && options.mocks !== undefined)
    return fail(wrongInput('--real asks the activities themselves, --mocks answers for them: choose one.'));
  const mocks = await readMocks(options.mocks);
  if (!mocks.ok) return fail(mocks);
  const answers = Object.fromEntries(Object.entries(mocks.value).map(([step, list]) => [step, wire(list as Json)]));
  const { at, real } = options;
  return commandRun(runId, options, ({ runs }) =>
    runs.fork({ runId, at: momentOf(at), mocks: answers, real, ...reason(options) }),
  );
}

export async function migrate(runId: string, file: string, options: AskOptions): Promise<ExitCode> {
  const read = await workflowFile(file);
  if (!read.ok) return fail(read);
  const { document } = read.value;
  return commandRun(runId, options, ({ runs }) => runs.migrate({ runId, document, ...reason(options) }));
}
