import type { Json } from '../../core/json.ts';
import { isObject } from '../../core/json.ts';
import { jsonOf, valueOf } from './forms.ts';
import { MAX_SIZE } from './limits.ts';
import { refuse, TransformProblem } from './problem.ts';
import type { Side, TransformEnd, TransformTask } from './protocol.ts';
import type { Value } from './value.ts';

/** Each library is loaded when its format is first met. */
export async function convert({ from, to, data }: TransformTask): Promise<TransformEnd> {
  try {
    const value = await read(from, JSON.parse(data) as Json);
    const json = JSON.stringify(await write(to, value));
    if (json.length > MAX_SIZE) refuse('limit', `The result is larger than ${MAX_SIZE / 1024 / 1024} MiB.`);
    return { ok: true, json };
  } catch (error) {
    if (error instanceof TransformProblem) return { ok: false, problem: error.problem };
    if (isFullStack(error)) return { ok: false, problem: { kind: 'limit', message: 'The data is nested too deep.' } };
    throw error;
  }
}

const isFullStack = (error: unknown): boolean => error instanceof RangeError && error.message.includes('call stack');

async function read(side: Side, data: Json): Promise<Value> {
  switch (side.format) {
    case 'json':
      if (side.options.text !== true && side.options.lines !== true) return valueOf(data);
      return (await import('./formats/json.ts')).readJsonText(textIn(data, side), side.options);
    case 'csv':
      return (await import('./formats/csv.ts')).readCsv(textIn(data, side), side.options);
    case 'xml':
      return (await import('./formats/xml.ts')).readXml(textIn(data, side), side.options);
    case 'yaml':
      return (await import('./formats/yaml.ts')).readYaml(textIn(data, side), side.options);
    case 'msgpack':
      return (await import('./formats/msgpack.ts')).readMsgpack(bytesIn(data, side));
    case 'cbor':
      return (await import('./formats/cbor.ts')).readCbor(bytesIn(data, side));
    case 'avro':
      return (await import('./formats/avro.ts')).readAvro(bytesIn(data, side), side.source);
    case 'protobuf':
      return (await import('./formats/protobuf.ts')).readProtobuf(bytesIn(data, side), side.source);
  }
}

async function write(side: Side, value: Value): Promise<Json> {
  switch (side.format) {
    case 'json':
      if (side.options.text !== true && side.options.lines !== true) return jsonOf(value);
      return (await import('./formats/json.ts')).writeJsonText(value, side.options);
    case 'csv':
      return (await import('./formats/csv.ts')).writeCsv(value, side.options);
    case 'xml':
      return (await import('./formats/xml.ts')).writeXml(value, side.options);
    case 'yaml':
      return (await import('./formats/yaml.ts')).writeYaml(value, side.options);
    case 'msgpack':
      return jsonOf((await import('./formats/msgpack.ts')).writeMsgpack(value));
    case 'cbor':
      return jsonOf((await import('./formats/cbor.ts')).writeCbor(value));
    case 'avro':
      return jsonOf(await (await import('./formats/avro.ts')).writeAvro(value, side.source));
    case 'protobuf':
      return jsonOf((await import('./formats/protobuf.ts')).writeProtobuf(value, side.source));
  }
}

function textIn(data: Json, { format }: Side): string {
  return typeof data === 'string' ? data : refuse('parse', `The data has to be a text of ${format}.`);
}

function bytesIn(data: Json, { format }: Side): Uint8Array {
  const given = isObject(data) && Object.keys(data).length === 1 ? data['$base64'] : undefined;
  const bytes = typeof given === 'string' ? Buffer.from(given, 'base64') : null;
  if (bytes === null || bytes.toString('base64') !== given)
    return refuse('parse', `The data has to be bytes of ${format}, as { "$base64": "…" }.`);
  return bytes;
}
