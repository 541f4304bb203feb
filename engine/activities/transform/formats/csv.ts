import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Json } from '../../../core/json.ts';
import { dateText, integer, jsonOf, valueOf } from '../forms.ts';
import { MAX_SIZE } from '../limits.ts';
import type { OptionsOf } from '../options.ts';
import { reasonOf, refuse } from '../problem.ts';
import { isList, isMap, kindOf, type Value } from '../value.ts';

type CsvOptions = OptionsOf<'csv'>;
type ColumnType = NonNullable<CsvOptions['types']>[string];

/** Records as objects where columns have names, else as lists. All that no type is given for is text. */
export function readCsv(text: string, options: CsvOptions): Value {
  const records = parsed(text, options);
  const { header = true, columns } = options;
  if (!header) return records.map((record, index) => (columns ? named(record, columns, index, options) : record));
  const [first, ...rest] = records;
  if (first === undefined) return [];
  const twice = first.find((name, index) => first.indexOf(name) < index);
  if (twice !== undefined) return refuse('parse', `The header has the column "${twice}" twice.`, { line: 1 });
  const missing = columns?.find((name) => !first.includes(name));
  if (missing !== undefined)
    return refuse('parse', `The header has no column "${missing}"; it has ${first.join(', ')}.`, { line: 1 });
  return rest.map((record, index) => named(record, first, index + 1, options));
}

function parsed(text: string, { delimiter = ',', quote = '"', trim = false }: CsvOptions): string[][] {
  try {
    return parse(text, {
      delimiter,
      quote,
      escape: quote,
      trim,
      bom: true,
      skip_empty_lines: true,
      max_record_size: MAX_SIZE,
    });
  } catch (error) {
    const line = error instanceof CsvError && typeof error['lines'] === 'number' ? error['lines'] : undefined;
    return refuse('parse', `The data is not CSV${line === undefined ? '' : ` at line ${line}`}: ${reasonOf(error)}.`, {
      line,
    });
  }
}

function named(
  record: readonly string[],
  names: readonly string[],
  index: number,
  { columns, types = {} }: CsvOptions,
): Value {
  if (record.length !== names.length) {
    return refuse('parse', `Record ${index} has ${record.length} fields; there are ${names.length} columns.`);
  }
  const all = names.map((name, at) => [name, typed(record[at] ?? '', name, index, types)] as const);
  return new Map(columns === undefined ? all : columns.flatMap((name) => all.filter(([each]) => each === name)));
}

function typed(text: string, column: string, index: number, types: Readonly<Record<string, ColumnType>>): Value {
  const type = Object.hasOwn(types, column) ? types[column] : undefined;
  if (type === undefined || type === 'text') return text;
  if (text === '') return null;
  const value = converters[type](text);
  if (value !== undefined) return value;
  return refuse('parse', `Record ${index} has "${text.slice(0, 40)}" in the column "${column}", which is no ${type}.`);
}

/** Undefined: it is none. */
const converters: Readonly<Record<Exclude<ColumnType, 'text'>, (text: string) => Value>> = {
  number: (text) =>
    /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text))
      ? Number(text)
      : undefined,
  integer(text) {
    if (!/^[+-]?\d{1,1000}$/.test(text)) return undefined;
    return integer(BigInt(text.replace(/^\+/, '')));
  },
  boolean(text) {
    const word = text.toLowerCase();
    if (['true', 'yes', '1'].includes(word)) return true;
    return ['false', 'no', '0'].includes(word) ? false : undefined;
  },
  json(text) {
    try {
      return valueOf(JSON.parse(text) as Json);
    } catch (error) {
      return error instanceof SyntaxError ? undefined : reasonOf(error);
    }
  },
};

export function writeCsv(value: Value, options: CsvOptions): string {
  const {
    delimiter = ',',
    quote = '"',
    header = true,
    quoteAll = false,
    lineBreak,
    escapeFormulas = false,
    bom = false,
  } = options;
  const { names, records } = tableOf(value, options);
  const lines = names !== null && header ? [names, ...records] : records;
  return stringify([...lines], {
    delimiter,
    quote,
    escape: quote,
    quoted: quoteAll,
    quoted_match: /^\s|\s$|\r/, // a lone \r ends a line for some readers, and some drop spaces around fields
    quoted_empty: lines.some((line) => line.length === 1), // a line with nothing on it would be skipped
    record_delimiter: lineBreak === 'crlf' ? '\r\n' : '\n',
    escape_formulas: escapeFormulas,
    bom,
  });
}

interface Table {
  readonly names: string[] | null;
  readonly records: readonly string[][];
}

/** A list of objects, or a list of lists. Columns that no name is given for are those of all objects, as they come. */
function tableOf(value: Value, { columns }: CsvOptions): Table {
  if (!isList(value)) return refuse('value', `CSV is written of a list; the data is ${kindOf(value)}.`);
  if (value.every(isList)) {
    const records = value.map((record) => record.map(fieldOf));
    const odd = records.findIndex((record) => record.length !== (columns ?? records[0] ?? []).length);
    if (odd >= 0) refuse('value', `Record ${odd + 1} has ${records[odd]?.length ?? 0} fields, unlike the others.`);
    return { names: columns ?? null, records };
  }
  const odd = value.findIndex((record) => !isMap(record));
  if (odd >= 0)
    return refuse('value', `Record ${odd + 1} is ${kindOf(value[odd])}; all have to be objects, or all lists.`);
  const maps = value.filter(isMap);
  const names = columns ?? [...new Set(maps.flatMap((record) => [...record.keys()].map(columnOf)))];
  return { names, records: maps.map((record) => names.map((name) => fieldOf(record.get(name)))) };
}

const columnOf = (name: Value): string =>
  typeof name === 'string' ? name : refuse('value', `A column is named by ${kindOf(name)}; CSV has texts alone.`);

function fieldOf(value: Value): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Date) return dateText(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return JSON.stringify(jsonOf(value));
}
