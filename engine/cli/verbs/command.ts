import { existsSync } from 'node:fs';
import type { Command } from '../../core/command.ts';
import { type ExitCode, failed, REFUSED, SUCCESS, wrongInput } from '../codes.ts';
import { readInteger, readJsonArgument } from '../inputs.ts';
import { fail, print, printJson, say } from '../terminal.ts';

export interface AskOptions {
  readonly db: string;
  readonly why?: string;
  readonly json?: true;
}

export interface PlaceOptions extends AskOptions {
  readonly visit: string;
}

type PlacedType = 'retryStep' | 'skipStep' | 'undoRetry' | 'undoSkip' | 'undoAbort';

export function ask(type: 'cancel' | 'terminate', runId: string, options: AskOptions): Promise<ExitCode> {
  return send(runId, { type, ...who(options) }, options);
}

export async function askAt(type: PlacedType, runId: string, path: string, options: PlaceOptions): Promise<ExitCode> {
  const visit = readInteger('--visit', options.visit, 1, Number.MAX_SAFE_INTEGER);
  if (!visit.ok) return fail(visit);
  return send(runId, { type, path, visit: visit.value, ...who(options) }, options);
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
  const place = { path, visit: visit.value };
  return send(runId, { type: 'completeStep', ...place, output: output.value, ...who(options) }, options);
}

const who = ({ why }: AskOptions) => ({ by: 'cli', ...(why !== undefined && { why }) });

/** Time for attempts that were begun to answer. */
const GRACE_MS = 10_000;

/** The database must be nobody's: an engine that runs on it is asked through its page. */
async function send(runId: string, command: Command, { db, json }: AskOptions): Promise<ExitCode> {
  if (!existsSync(db)) return fail(wrongInput(`There is no database at ${db}: name the one of the run with --db.`));
  const [{ openHostEngine }, { summaryOf }] = await Promise.all([
    import('../../server/engine.ts'),
    import('../../node/rows.ts'),
  ]);
  const engine = await openHostEngine(db);
  try {
    const outcome = await engine.command(runId, command);
    if (outcome.kind === 'rejected') {
      return fail(outcome.code === 'notFound' ? wrongInput(outcome.reason) : failed(REFUSED, outcome.reason));
    }
    const summary = summaryOf(outcome.entry);
    if (json) printJson(summary);
    else print(`${runId}: ${summary.status}`);
    if (summary.endedAt === null) say(`It is recorded; \`sagaloom serve\` carries the run on.`);
    return SUCCESS;
  } finally {
    await engine.close({ graceMs: GRACE_MS });
  }
}
