import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Json } from '../../core/json.ts';

/** A line of the file, as the input of a run; or why it is none. */
export type Item = { readonly line: number; readonly input: Json } | { readonly line: number; readonly why: string };

export type BatchForm = 'jsonl' | 'csv';

/** By the name's ending: `.csv`, or JSON Lines. */
export const formOf = (file: string): BatchForm => (/\.csv$/i.test(file) ? 'csv' : 'jsonl');

/** Line by line, never whole in memory. Rejects with the error of the disk. */
export const itemsIn = (file: string, form: BatchForm): AsyncIterable<Item> =>
  form === 'csv' ? rowsIn(file) : linesIn(file);

async function* linesIn(file: string): AsyncGenerator<Item> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const bare = line === 1 ? text.replace(/^\uFEFF/, '') : text;
    if (bare.trim() !== '') yield itemOf(bare, line);
  }
}

function itemOf(text: string, line: number): Item {
  try {
    return { line, input: JSON.parse(text) as Json };
  } catch (error) {
    return { line, why: `It is no JSON: ${error instanceof Error ? error.message : String(error)}.` };
  }
}

/** The first line names the fields; all values are texts. */
async function* rowsIn(file: string): AsyncGenerator<Item> {
  const { parse } = await import('csv-parse');
  const broken: Item[] = [];
  const rows = createReadStream(file).pipe(
    parse({
      bom: true,
      columns: true,
      info: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        if (error !== undefined)
          broken.push({ line: lineOf(error), why: `It is no row of this table: ${error.message}.` });
      },
    }),
  );
  for await (const row of rows as AsyncIterable<Row>) {
    yield* broken.splice(0);
    yield { line: row.info.lines, input: row.record };
  }
  yield* broken;
}

interface Row {
  readonly record: Json;
  /** `lines`: so many were read by the end of it. */
  readonly info: { readonly lines: number };
}

const lineOf = (error: object): number => ('lines' in error && typeof error.lines === 'number' ? error.lines : 1);
