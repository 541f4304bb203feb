import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { FitError } from './scalars.ts';

/** A message that is no object in JSON: how its JSON becomes the message's fields, and these become its JSON. */
export interface WellKnown {
  readonly toFields: (json: Json) => JsonObject;
  readonly toJson: (fields: JsonObject) => Json;
}

const MIN_SECONDS = -62_135_596_800n;
const MAX_SECONDS = 253_402_300_799n;
const MAX_DURATION = 315_576_000_000n;
const NANOS = 1_000_000_000n;

const timestamp: WellKnown = {
  toFields(json) {
    const what = 'it has to be a time such as 2026-01-31T09:00:00Z';
    const parts =
      typeof json === 'string'
        ? /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(json)
        : null;
    if (parts === null) throw new FitError(what);
    const [, moment = '', fraction = '', zone = 'Z'] = parts;
    const ms = Date.parse(`${moment}${zone}`);
    if (Number.isNaN(ms)) throw new FitError(what);
    return inRange(BigInt(ms / 1000), Number(fraction.padEnd(9, '0')), what);
  },
  toJson(fields) {
    const { seconds, nanos } = momentIn(fields);
    if (seconds < MIN_SECONDS || seconds > MAX_SECONDS || nanos < 0 || nanos >= Number(NANOS))
      throw new FitError('a time is outside the years 1 to 9999');
    return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}${fractionOf(nanos)}Z`;
  },
};

function inRange(seconds: bigint, nanos: number, what: string): JsonObject {
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) throw new FitError(what);
  return { seconds: String(seconds), nanos };
}

const duration: WellKnown = {
  toFields(json) {
    const what = 'it has to be a duration such as 1.5s';
    const parts = typeof json === 'string' ? /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/.exec(json) : null;
    if (parts === null) throw new FitError(what);
    const [, sign, whole = '0', fraction = ''] = parts;
    if (BigInt(whole) > MAX_DURATION) throw new FitError(what);
    const factor = sign === '-' ? -1 : 1;
    return { seconds: String(BigInt(factor) * BigInt(whole)), nanos: factor * Number(fraction.padEnd(9, '0')) };
  },
  toJson(fields) {
    const { seconds, nanos } = momentIn(fields);
    if ((seconds > 0n && nanos < 0) || (seconds < 0n && nanos > 0) || Math.abs(nanos) >= Number(NANOS))
      throw new FitError('a duration has two signs');
    const isNegative = seconds < 0n || nanos < 0;
    return `${isNegative ? '-' : ''}${seconds < 0n ? -seconds : seconds}${fractionOf(Math.abs(nanos))}s`;
  },
};

const momentIn = ({ seconds, nanos }: JsonObject) => ({
  seconds: BigInt(typeof seconds === 'string' ? seconds : 0),
  nanos: Number(nanos ?? 0),
});

/** None, or 3, 6 or 9 digits. */
function fractionOf(nanos: number): string {
  if (nanos === 0) return '';
  const digits = String(nanos).padStart(9, '0');
  return `.${digits.replace(/(?:000){1,2}$/, '')}`;
}

/** A message around one value is that value. */
const wrapper: WellKnown = { toFields: (json) => ({ value: json }), toJson: ({ value }) => value ?? null };

const fieldMask: WellKnown = {
  toFields(json) {
    if (typeof json !== 'string') throw new FitError('it has to be names of fields, with commas between them');
    const names = json === '' ? [] : json.split(',');
    return { paths: names.map((name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)) };
  },
  toJson: ({ paths }) =>
    (Array.isArray(paths) ? paths : [])
      .map((path) => String(path).replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()))
      .join(','),
};

const struct: WellKnown = {
  toFields(json) {
    if (!isObject(json)) throw new FitError('it has to be an object');
    return { fields: json };
  },
  toJson: ({ fields }) => fields ?? {},
};

const list: WellKnown = {
  toFields(json) {
    if (!Array.isArray(json)) throw new FitError('it has to be a list');
    return { values: json as Json };
  },
  toJson: ({ values }) => values ?? [],
};

/** Any JSON. */
const value: WellKnown = {
  toFields(json) {
    if (json === null) return { nullValue: null };
    if (typeof json === 'number') return { numberValue: json };
    if (typeof json === 'string') return { stringValue: json };
    if (typeof json === 'boolean') return { boolValue: json };
    return Array.isArray(json) ? { listValue: json } : { structValue: json };
  },
  toJson: (fields) => Object.values(fields)[0] ?? null,
};

export const wellKnown: ReadonlyMap<string, WellKnown> = new Map(
  Object.entries({
    Timestamp: timestamp,
    Duration: duration,
    FieldMask: fieldMask,
    Struct: struct,
    ListValue: list,
    Value: value,
    ...Object.fromEntries(
      ['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'].map((name) => [
        `${name}Value`,
        wrapper,
      ]),
    ),
  }).map(([name, known]) => [`google.protobuf.${name}`, known]),
);
