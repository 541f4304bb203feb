import avro, { type Type } from 'avsc';
import { constants, deflateRaw, inflateRaw } from 'node:zlib';
import { put } from '../../../core/json.ts';
import { integer } from '../forms.ts';
import { MAX_DEPTH, MAX_SIZE } from '../limits.ts';
import { guarded, reasonOf, refuse } from '../problem.ts';
import { wellFormed } from '../text.ts';
import { isList, isMap, kindOf, type Value } from '../value.ts';

/**
 * avsc makes code of a schema. Names are the only part of a schema that gets into it, and avsc lets none through but letters, digits
 * and _; all the same it is done in a thread that has limits and can be ended, and nowhere else.
 */
export interface AvroSource {
  /** As JSON; null: a container file, which has its own. */
  readonly schema: unknown;
  readonly container: boolean;
  readonly codec: 'null' | 'deflate';
}

/** In a record or a map of avsc this name would change the object itself, and be lost. */
const LOST = '__proto__';

/** Integers of 64 bits as they are: avsc's own would refuse what a number does not hold. */
const long = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => integer(bytes.readBigInt64LE()),
  toBuffer(value: number | bigint) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes;
  },
  fromJSON: (value: number) => value,
  toJSON: (value: unknown) => value,
  isValid: (value: unknown) => isLong(value),
  compare: (a: number | bigint, b: number | bigint) => (a < b ? -1 : a > b ? 1 : 0),
});

function isLong(value: unknown): boolean {
  if (typeof value === 'number' && (!Number.isInteger(value) || Object.is(value, -0))) return false;
  if (typeof value !== 'number' && typeof value !== 'bigint') return false;
  return BigInt.asIntN(64, BigInt(value)) === BigInt(value);
}

function typeOf(schema: unknown): Type {
  if (JSON.stringify(schema ?? null).includes(`"${LOST}"`))
    refuse('schema', `The schema uses the name ${LOST}, which is not read here.`);
  return guarded('schema', 'The Avro schema is wrong', () =>
    avro.Type.forSchema(schema as avro.Schema, { registry: { long }, wrapUnions: 'auto' }),
  );
}

export async function readAvro(bytes: Uint8Array, { schema, container }: AvroSource): Promise<Value> {
  const buffer = Buffer.from(bytes);
  if (container) return valuesOfContainer(buffer);
  const type = typeOf(schema);
  if (hasMaps(schema)) refuseLost(buffer);
  const given: unknown = guarded('parse', 'The data does not fit the Avro schema', (): unknown =>
    type.fromBuffer(buffer),
  );
  return plain(given, 0);
}

const hasMaps = (schema: unknown): boolean => JSON.stringify(schema).includes('"map"');

function refuseLost(bytes: Buffer): Buffer {
  return bytes.includes(LOST) ? refuse('parse', `The data holds the text ${LOST}, which is not read here.`) : bytes;
}

type Done = (error: Error | null, bytes?: Buffer) => void;

/** Unpacked, a block is no larger than what is converted here. */
const decoders = {
  null: (bytes: Buffer, done: Done) => checkedBlock(null, bytes, done),
  deflate: (bytes: Buffer, done: Done) =>
    inflateRaw(bytes, { maxOutputLength: MAX_SIZE, finishFlush: constants.Z_SYNC_FLUSH }, (error, unpacked) =>
      checkedBlock(error, unpacked, done),
    ),
};

function checkedBlock(error: Error | null, bytes: Buffer, done: Done): void {
  if (error !== null) return done(error);
  return done(bytes.includes(LOST) ? new Error(`it holds the text ${LOST}, which is not read here`) : null, bytes);
}

function valuesOfContainer(bytes: Buffer): Promise<Value> {
  const values: Value[] = [];
  const decoder = new avro.streams.BlockDecoder({ parseHook: typeOf, codecs: decoders });
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      try {
        refuse('parse', `The data is not an Avro container file: ${reasonOf(error)}.`);
      } catch (problem) {
        reject(problem);
      }
    };
    decoder.on('error', fail);
    decoder.on('end', () => resolve(values));
    decoder.on('data', (given: unknown) => {
      try {
        values.push(plain(given, 1));
      } catch (error) {
        fail(error);
        decoder.destroy();
      }
    });
    decoder.end(bytes);
  });
}

function plain(given: unknown, depth: number): Value {
  if (depth > MAX_DEPTH) return refuse('limit', `The data is nested deeper than ${MAX_DEPTH}.`);
  if (Array.isArray(given)) return given.map((each) => plain(each, depth + 1));
  if (typeof given !== 'object' || given === null || given instanceof Uint8Array) return given as Value;
  return new Map(Object.entries(given).map(([name, each]) => [name, plain(each, depth + 1)]));
}

export async function writeAvro(value: Value, { schema, container, codec }: AvroSource): Promise<Uint8Array> {
  const type = typeOf(schema);
  if (!container) return written(type, givenOf(value, 0), '');
  if (!isList(value)) return refuse('value', `A container file is written of a list; the data is ${kindOf(value)}.`);
  const encoder = new avro.streams.BlockEncoder(type, {
    codec,
    codecs: { null: (bytes: Buffer, done: Done) => done(null, bytes), deflate: deflateRaw },
  });
  const chunks: Buffer[] = [];
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    encoder.on('data', (chunk: Buffer) => chunks.push(chunk));
    encoder.on('end', () => resolve(Buffer.concat(chunks)));
    encoder.on('error', reject);
  });
  for (const [index, each] of value.entries()) {
    const given = givenOf(each, 1);
    check(type, given, `/${index}`);
    encoder.write(given);
  }
  encoder.end();
  return whole;
}

function written(type: Type, given: unknown, at: string): Uint8Array {
  check(type, given, at);
  return guarded('schema', 'The data does not fit the Avro schema', () => type.toBuffer(given));
}

function check(type: Type, given: unknown, at: string): void {
  guarded('schema', 'The data cannot be checked against the Avro schema', () =>
    type.isValid(given, {
      noUndeclaredFields: true,
      errorHook(path: readonly string[], _value: unknown, wanted: Type) {
        const where = `${at}${path.map((part) => `/${part}`).join('')}`;
        refuse(
          'schema',
          `The data does not fit the Avro schema at ${where || 'its root'}: it has to be ${nameOf(wanted)}.`,
        );
      },
    }),
  );
}

const nameOf = (type: Type): string => JSON.stringify(type.schema()).slice(0, 200);

function givenOf(value: Value, depth: number): unknown {
  if (depth > MAX_DEPTH) return refuse('limit', `The data is nested deeper than ${MAX_DEPTH}.`);
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (isList(value)) return value.map((each) => givenOf(each, depth + 1));
  if (!isMap(value)) return refuse('value', `Avro has no form for ${kindOf(value)}.`);
  const object: Record<string, unknown> = {};
  for (const [name, each] of value) {
    if (typeof name !== 'string' || name === LOST)
      return refuse(
        'value',
        `A name of an object is ${typeof name === 'string' ? name : kindOf(name)}; Avro is written here without it.`,
      );
    put(object, wellFormed(name), givenOf(each, depth + 1));
  }
  return object;
}
