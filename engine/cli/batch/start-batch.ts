import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Client, asked } from '../access/client.ts';
import { ENVIRONMENT, type ExitCode, failed, ok, REFUSED, type Result, SUCCESS, wrongInput } from '../codes.ts';
import { fail, print, printJson, say } from '../terminal.ts';
import { wire } from '../verbs/answer.ts';
import { formOf, type Item, itemsIn } from './items.ts';
import { pacer, partSize, readRate } from './pace.ts';

export interface BatchOptions {
  readonly batch: string;
  readonly batchId?: string;
  readonly key?: string;
  readonly rate?: string;
  readonly json?: true;
}

export interface Batch {
  readonly file: string;
  readonly id: string;
  readonly key: string | undefined;
  /** Items a ms; null: as fast as they are taken. */
  readonly rate: number | null;
}

type What = { readonly document: string } | { readonly workflow: string };

/** All that can be said of it before anything is started. */
export async function batchOf({ batch: file, batchId, key, rate }: BatchOptions): Promise<Result<Batch>> {
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return wrongInput(`There is no file ${file}: name one of JSON Lines, or a .csv.`);
  const id = batchId ?? path.basename(file).replace(/\.[^.]+$/, '');
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(id))
    return wrongInput(`${id} cannot name a batch: give --batch-id, of letters, digits, _, . and -, at most 64.`);
  const paced = rate === undefined ? ok(null) : readRate(rate);
  return paced.ok ? ok({ file, id, key, rate: paced.value }) : paced;
}

interface Sum {
  batch: string;
  started: number;
  /** Had been started before: by an earlier attempt, or by a line with the same key. */
  existing: number;
  failures: number;
  /** The first of them. */
  readonly failed: { readonly line: number; readonly why: string }[];
}

const SHOWN_FAILURES = 1_000;
const TELL_EVERY_MS = 1_000;

/** Starts a run for each line. Run again after a crash it goes on where it was: what was started is found, and counted. */
export async function startBatch(
  client: Client,
  what: What & { readonly config: Record<string, string> },
  batch: Batch,
  { json }: Pick<BatchOptions, 'json'>,
): Promise<ExitCode> {
  const sum: Sum = { batch: batch.id, started: 0, existing: 0, failures: 0, failed: [] };
  const form = formOf(batch.file);
  const wait = pacer(batch.rate);
  const common = {
    ...what,
    batch: batch.id,
    texts: form === 'csv',
    ...(batch.key !== undefined && { key: batch.key }),
  };
  let toldAt = Date.now();
  try {
    for await (const part of inParts(itemsIn(batch.file, form), partSize(batch.rate))) {
      const items = part.flatMap((item) => ('input' in item ? [{ line: item.line, input: wire(item.input) }] : []));
      for (const item of part) if ('why' in item) note(sum, item);
      await wait(items.length);
      const answer = items.length === 0 ? null : await asked(client.runs.startBatch({ ...common, items }));
      if (answer?.ok === false) return halted(answer, sum);
      sum.started += answer?.value.started ?? 0;
      sum.existing += answer?.value.existing ?? 0;
      for (const each of answer?.value.failed ?? []) note(sum, each);
      if (Date.now() - toldAt < TELL_EVERY_MS) continue;
      toldAt = Date.now();
      say(`… ${told(sum)}`);
    }
  } catch (error) {
    return halted(failed(ENVIRONMENT, error instanceof Error ? error.message : String(error)), sum);
  }
  return finished(sum, json === true);
}

function note(sum: Sum, { line, why }: { readonly line: number; readonly why: string }): void {
  sum.failures += 1;
  if (sum.failed.length < SHOWN_FAILURES) sum.failed.push({ line, why });
}

function finished(sum: Sum, json: boolean): ExitCode {
  if (json) printJson(sum);
  else print(`${sum.batch}: ${told(sum)}`);
  if (!json) for (const { line, why } of sum.failed) say(`line ${line}: ${why}`);
  return sum.failures === 0 ? SUCCESS : REFUSED;
}

function halted(why: Parameters<typeof fail>[0], sum: Sum): ExitCode {
  const more = 'Start it again with the same --batch-id: what was started is not started twice.';
  return fail({ ...why, message: `${why.message} So far ${told(sum)}. ${more}` });
}

const told = ({ started, existing, failures }: Sum): string =>
  `${started} started, ${existing} were there already, ${failures} failed`;

async function* inParts(items: AsyncIterable<Item>, size: number): AsyncGenerator<readonly Item[]> {
  let part: Item[] = [];
  for await (const item of items) {
    part.push(item);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
