import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { warmUpFor } from '../../activities/index.ts';
import type { Command, Rejection } from '../../core/command.ts';
import type { NodeEngine } from '../../node/index.ts';
import { type ExitCode, type Failed, failed, REFUSED, SUCCESS, wrongInput } from '../codes.ts';
import { readInteger, readJsonArgument } from '../inputs.ts';
import { noSuchRun } from '../database.ts';
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

/** The database must be nobody's: an engine that runs on it is asked through its page. Only the run that is asked is moved on. */
async function send(runId: string, command: Command, options: AskOptions): Promise<ExitCode> {
  const { db } = options;
  if (!existsSync(db)) return fail(wrongInput(`There is no database at ${db}: name the one of the run with --db.`));
  const { openHostEngine } = await import('../../server/engine.ts');
  const engine = await openHostEngine(db, { carriesOn: () => false });
  try {
    await warmUpFor(definitionOf(engine, runId));
    const outcome = await engine.command(runId, command);
    if (outcome.kind === 'rejected') return fail(refusalOf(outcome, runId, db));
    await Promise.race([engine.settled(runId), nothingUnderWay(engine)]);
    return show(runId, engine, options);
  } finally {
    await engine.close({ graceMs: GRACE_MS });
  }
}

const definitionOf = ({ reader }: NodeEngine, runId: string): object =>
  reader.definition(reader.run(runId)?.hash ?? '') ?? {};

const refusalOf = ({ code, reason }: Rejection, runId: string, db: string): Failed =>
  code === 'notFound' ? noSuchRun(runId, db) : failed(REFUSED, reason);

const LOOK_EVERY_MS = 20;

/** The run goes on as far as it can without waiting for a timer: that may be days, and is left to `serve`. */
async function nothingUnderWay(engine: NodeEngine): Promise<void> {
  while (!engine.isIdle() || engine.underWay() > 0) await setTimeout(LOOK_EVERY_MS);
}

function show(runId: string, { reader }: NodeEngine, { json }: AskOptions): ExitCode {
  const summary = reader.run(runId);
  if (json) printJson(summary);
  else print(`${runId}: ${summary?.status}`);
  if (summary?.status === 'running') say('It is still open: `sagaloom serve` carries it on.');
  return SUCCESS;
}
