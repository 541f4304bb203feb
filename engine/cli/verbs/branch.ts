import type { Definition } from '../../core/compile/index.ts';
import type { Json } from '../../core/json.ts';
import { type Access, asked } from '../access/client.ts';
import { withAccess } from '../access/open.ts';
import { type ExitCode, ok, type Result, wrongInput } from '../codes.ts';
import { readMocks } from '../run/mocks.ts';
import { workflowFile } from '../run/prepare.ts';
import { fail } from '../terminal.ts';
import { type AskOptions, commandRun, reason, showRun, wire } from './answer.ts';

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
  const { at, real } = options;
  return withAccess(options, runId, async (access) => {
    const mocks = await forkMocks(access, runId, options.mocks);
    if (!mocks.ok) return fail(mocks);
    const request = { runId, at: momentOf(at), mocks: mocks.value, real, ...reason(options) };
    const answer = await asked(access.client.runs.fork(request), { runId, place: access.place });
    return answer.ok ? showRun(answer.value, access, options) : fail(answer);
  });
}

type WireMocks = Record<string, ReturnType<typeof wire>>;

/** Checked against the steps of the run's own definition. */
async function forkMocks(
  { client, place }: Access,
  runId: string,
  file: string | undefined,
): Promise<Result<WireMocks>> {
  if (file === undefined) return ok({});
  const run = await asked(client.runs.get({ runId }), { runId, place });
  if (!run.ok) return run;
  const mocks = await readMocks(file, [run.value.definition as unknown as Definition]); // as it was compiled
  if (!mocks.ok) return mocks;
  return ok(Object.fromEntries(Object.entries(mocks.value).map(([step, list]) => [step, wire(list as Json)])));
}

export async function migrate(runId: string, file: string, options: AskOptions): Promise<ExitCode> {
  const read = await workflowFile(file, null);
  if (!read.ok) return fail(read);
  const { document } = read.value;
  return commandRun(runId, options, ({ runs }) => runs.migrate({ runId, document, ...reason(options) }));
}
