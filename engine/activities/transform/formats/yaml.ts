import { Document, parseAllDocuments, Scalar, type ScalarTag, type Tags, visit } from 'yaml';
import { integer } from '../forms.ts';
import { MAX_DEPTH } from '../limits.ts';
import type { OptionsOf } from '../options.ts';
import { guarded, refuse } from '../problem.ts';
import { Extension, isList, isMap, kindOf, Tagged, type Value } from '../value.ts';

type YamlOptions = OptionsOf<'yaml'>;

/** Aliases that one document may be made of; what they stand for is counted again where the result is written. */
const MAX_ALIASES = 1_000;

/** A date is one only where it says so, with !!timestamp: a text like 2026-01-31 stays a text, as YAML 1.2 has it. */
const customTags = (tags: Tags): Tags => [negativeZero, ...tags, 'binary', ...dateTags];

/** As an integer, -0 would be 0. */
const negativeZero: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => Object.is(value, -0),
  test: /^-0\.0$/,
  resolve: () => -0,
  stringify: () => '-0.0',
};

const dateTags: ScalarTag[] = [
  {
    tag: 'tag:yaml.org,2002:timestamp',
    identify: (value) => value instanceof Date,
    resolve(text, onError) {
      const date = new Date(text);
      if (Number.isNaN(date.getTime())) onError(`${text} is no timestamp`);
      return date;
    },
    stringify: ({ value }) => (value instanceof Date ? value.toISOString() : String(value)),
  },
];

export function readYaml(text: string, { documents = false }: YamlOptions): Value {
  const all = guarded('parse', 'The data is not YAML', () =>
    parseAllDocuments(text, {
      version: '1.2',
      schema: 'core',
      customTags,
      intAsBigInt: true,
      merge: false,
      prettyErrors: false,
      logLevel: 'silent',
      stringKeys: false,
    }),
  );
  const list: readonly Document.Parsed[] = Array.isArray(all) ? all : [];
  for (const each of list) checked(each, text);
  const values = list.map(valueOfDocument);
  if (documents) return values;
  if (values.length > 1)
    return refuse('parse', `The data has ${values.length} documents; say documents: true to have them as a list.`);
  return values[0] ?? null;
}

/** What YAML only warns of, such as a tag nobody knows, would be lost. */
function checked({ errors, warnings }: Document, text: string): void {
  const [error] = [...errors, ...warnings];
  if (error === undefined) return;
  const before = text.slice(0, error.pos[0]).split('\n');
  const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1];
  refuse('parse', `The data is not YAML at line ${line}, column ${column}: ${error.message.replace(/\.$/, '')}.`, {
    line,
    column,
  });
}

function valueOfDocument(document: Document): Value {
  const given: unknown = guarded('parse', 'The data is not YAML that is read here', (): unknown =>
    document.toJS({ mapAsMap: true, maxAliasCount: MAX_ALIASES }),
  );
  return plain(given, 0);
}

/** Safe integers as numbers; sets, which are of older YAML, cannot come. */
function plain(given: unknown, depth: number): Value {
  if (depth > MAX_DEPTH) return refuse('limit', `The data is nested deeper than ${MAX_DEPTH}, or holds itself.`);
  if (typeof given === 'bigint') return integer(given);
  if (Array.isArray(given)) return given.map((each) => plain(each, depth + 1));
  if (!(given instanceof Map)) return given as Value;
  const entries: readonly (readonly [unknown, unknown])[] = [...(given as Map<unknown, unknown>)];
  return new Map(entries.map(([name, each]) => [plain(name, depth + 1), plain(each, depth + 1)]));
}

export function writeYaml(value: Value, { documents = false, indent = 2 }: YamlOptions): string {
  if (!documents) return written(value, indent);
  if (!isList(value)) return refuse('value', `Several documents are written of a list; the data is ${kindOf(value)}.`);
  return value.map((each) => `---\n${written(each, indent)}`).join('');
}

function written(value: Value, indent: number): string {
  check(value, 0);
  return guarded('value', 'The data cannot be written as YAML', () =>
    documentOf(value).toString({ indent, lineWidth: 0 }),
  );
}

function documentOf(value: Value): Document {
  const document = new Document(value, { version: '1.2', schema: 'core', customTags, aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      const isMarked = typeof node.value === 'string' && node.value.includes('\uFEFF');
      if (isMarked) node.type = Scalar.QUOTE_DOUBLE; // or it is taken for a byte order mark
    },
  });
  return document;
}

function check(value: Value, depth: number): void {
  if (depth > MAX_DEPTH) refuse('limit', `The data is nested deeper than ${MAX_DEPTH}.`);
  if (value === undefined || value instanceof Extension || value instanceof Tagged) {
    refuse('value', `YAML has no form for ${kindOf(value)}.`);
  }
  if (isList(value)) for (const each of value) check(each, depth + 1);
  if (isMap(value)) for (const pair of value) for (const each of pair) check(each, depth + 1);
}
