import { type Loaded, loadProto, readTextFile } from '../protobuf/files.ts';
import { inputFailure } from '../activity.ts';
import type { FormatOptions, OptionsOf } from './options.ts';
import type { Side } from './protocol.ts';
import type { TransformInput } from './schema.ts';

/** Reads what the format needs of the workspace. `isSource`: it is the one that is read. */
export async function sideOf(
  given: TransformInput['from'],
  isSource: boolean,
  workspace: string,
): Promise<Loaded<Side>> {
  const options = typeof given === 'string' ? ({ format: given } as FormatOptions) : given;
  switch (options.format) {
    case 'json':
    case 'csv':
    case 'xml':
    case 'yaml':
      return { ok: true, value: { format: options.format, options } as Side };
    case 'msgpack':
    case 'cbor':
      return { ok: true, value: { format: options.format } };
    case 'avro':
      return avroSide(options, isSource, workspace);
    case 'protobuf':
      return protobufSide(options, workspace);
  }
}

async function avroSide(
  { schema, file, container = false, codec = 'null' }: OptionsOf<'avro'>,
  isSource: boolean,
  workspace: string,
): Promise<Loaded<Side>> {
  if (isSource && container) return { ok: true, value: { format: 'avro', source: { schema: null, container, codec } } };
  if ((schema === undefined) === (file === undefined))
    return wrong('The format avro needs a schema, or the file of one; not both.');
  const text = file === undefined ? { ok: true as const, value: schema } : await readTextFile(workspace, file);
  if (!text.ok) return text;
  const json = parsed(text.value);
  if (json === undefined) return wrong(`The Avro schema${file === undefined ? '' : ` in ${file}`} is not JSON.`);
  return { ok: true, value: { format: 'avro', source: { schema: json, container, codec } } };
}

/** A text is JSON, or the name of a type such as string. */
function parsed(schema: unknown): unknown {
  if (typeof schema !== 'string') return schema;
  if (/^\w+$/.test(schema.trim())) return schema.trim();
  try {
    return JSON.parse(schema);
  } catch {
    return undefined;
  }
}

const INLINE = 'schema.proto';

async function protobufSide(
  { proto, file, message, delimited = false, dropUnknown = false }: OptionsOf<'protobuf'>,
  workspace: string,
): Promise<Loaded<Side>> {
  if ((proto === undefined) === (file === undefined))
    return wrong('The format protobuf needs proto, a text, or file; not both.');
  const files =
    file === undefined ? { ok: true as const, value: { [INLINE]: proto ?? '' } } : await loadProto(workspace, file);
  if (!files.ok) return files;
  const source = { files: files.value, main: file ?? INLINE, message, delimited, dropUnknown };
  return { ok: true, value: { format: 'protobuf', source } };
}

const wrong = (message: string): Loaded<never> => ({ ok: false, error: inputFailure(message) });
