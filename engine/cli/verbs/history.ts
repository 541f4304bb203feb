import type { Recorded } from '../../core/event.ts';
import type { Json } from '../../core/json.ts';
import { type ExitCode, SUCCESS } from '../codes.ts';
import { noSuchRun, withReader } from '../database.ts';
import { readInteger } from '../inputs.ts';
import { columns, fail, print, printJson } from '../terminal.ts';

export interface HistoryOptions {
  readonly db: string;
  readonly after: string;
  readonly limit: string;
  readonly json?: true;
}

interface EventLine {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly path: string | null;
  readonly visit: number | null;
  readonly by: string | null;
  readonly why: string | null;
  readonly data: unknown;
}

export async function history(runId: string, options: HistoryOptions): Promise<ExitCode> {
  const after = readInteger('--after', options.after, 0, Number.MAX_SAFE_INTEGER);
  if (!after.ok) return fail(after);
  const limit = readInteger('--limit', options.limit, 1, 10_000);
  if (!limit.ok) return fail(limit);
  const page = await withReader(options.db, (reader) =>
    reader.run(runId) === null ? null : reader.history(runId, after.value, limit.value),
  );
  if (page === null) return fail(noSuchRun(runId, options.db));
  const items = page.items.map(lineOf);
  if (options.json) printJson({ items, next: page.next });
  else for (const each of items) print(shown(each));
  return SUCCESS;
}

function lineOf(event: Recorded): EventLine {
  const { seq, at, type, by = null, why = null, ...rest } = event;
  const { path = null, visit = null, ...data } = rest as { path?: string; visit?: number } & Record<string, Json>;
  return { seq, at: new Date(at).toISOString(), type, path, visit, by, why, data };
}

function shown({ seq, at, type, path, visit, by, why, data }: EventLine): string {
  const place = path === null ? '' : `${path}${visit === 1 ? '' : `#${visit}`}`;
  const who = [by === null ? '' : `by ${by}`, why === null ? '' : `because ${why}`].filter((text) => text !== '');
  const line = `${String(seq).padStart(4)}  ${at}  ${type.padEnd(19)} ${place.padEnd(14)} ${[...who, JSON.stringify(data)].join(' ')}`;
  const isCut = process.stdout.isTTY && line.length > columns(); // a file or a filter gets it all
  return isCut ? `${line.slice(0, columns() - 1)}…` : line;
}
