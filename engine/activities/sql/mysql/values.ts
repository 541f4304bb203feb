import mysql from 'mysql2';
import type { FieldPacket, TypedParameterValue } from 'mysql2';
import type { Json } from '../../../core/json.ts';
import { base64Of, bytesOf, exactJson, exactNumber, localOf, utcOf } from '../values.ts';

export type Bound = string | number | Buffer | TypedParameterValue | null;

/** A whole number goes as one: where the place wants no fraction (LIMIT), a double would be refused. */
export function toMysql(value: Json): Bound {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return mysql.TypedParameter.TINY(value ? 1 : 0);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? mysql.TypedParameter.LONGLONG(value) : value;
  return bytesOf(value) ?? JSON.stringify(value);
}

const FLOAT = 4;
const TIMESTAMP = 7;
const DATETIME = 12;
const BIT = 16;
const JSON_TYPE = 245;
/** DECIMAL, LONGLONG, NEWDECIMAL: the driver gives their digits. */
const digits: ReadonlySet<number> = new Set([0, 8, 246]);

/** Of a value as the driver gives it, set to lose nothing. */
export function fromMysql(value: unknown, { columnType = -1, extendedFormat }: FieldPacket): Json {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value)) return columnType === BIT ? bitsOf(value) : base64Of(value);
  if (typeof value === 'string') return fromText(value, columnType, extendedFormat === 'json');
  if (typeof value === 'number') return columnType === FLOAT ? single(value) : value;
  return value as Json; // points of a map, and the like
}

function fromText(text: string, type: number, isJson: boolean): Json {
  if (isJson || type === JSON_TYPE) return exactJson(text);
  if (digits.has(type)) return exactNumber(text);
  if (type === TIMESTAMP) return utcOf(`${text}Z`); // the session's zone is UTC
  return type === DATETIME ? localOf(text) : text;
}

const bitsOf = (bytes: Buffer): Json => exactNumber(BigInt(`0x${bytes.toString('hex') || '0'}`).toString());

/** The shortest number that is the same in 32 bits: 0.1, not 0.10000000149011612. */
function single(value: number): Json {
  for (let precision = 6; precision < 9; precision += 1) {
    const shorter = Number(value.toPrecision(precision));
    if (Math.fround(shorter) === value) return shorter;
  }
  return Number(value.toPrecision(9));
}
