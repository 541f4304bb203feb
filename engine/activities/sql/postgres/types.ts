import type { Json } from '../../../core/json.ts';
import { arrayOf } from './arrays.ts';
import { base64Of, exactJson, exactNumber, localOf, utcOf } from '../values.ts';

/** By object id; what is not here (uuid, interval, ranges, the user's own types) is the text PostgreSQL gives. */
const scalars: Readonly<Record<number, (text: string) => Json>> = {
  16: (text) => text === 't',
  17: (text) => base64Of(Buffer.from(text.slice(2), 'hex')), // bytea_output is hex
  20: exactNumber,
  21: exactNumber,
  23: exactNumber,
  26: exactNumber,
  114: exactJson,
  700: double,
  701: double,
  1114: localOf,
  1184: utcOf,
  1700: exactNumber,
  3802: exactJson,
};

/** Arrays of what stands above, and of texts. */
const elements: Readonly<Record<number, number>> = {
  199: 114,
  1000: 16,
  1001: 17,
  1005: 21,
  1007: 23,
  1009: 25,
  1014: 1042,
  1015: 1043,
  1016: 20,
  1021: 700,
  1022: 701,
  1028: 26,
  1041: 869,
  1115: 1114,
  1182: 1082,
  1183: 1083,
  1185: 1184,
  1187: 1186,
  1231: 1700,
  1270: 1266,
  2951: 2950,
  3807: 3802,
};

/** Where a list or an object is meant as JSON: json, jsonb, and what is only text. */
const jsonLike: ReadonlySet<number> = new Set([0, 25, 114, 705, 1042, 1043, 3802]);

export const isJsonLike = (oid: number): boolean => jsonLike.has(oid);

/** Of a value as the server writes it in text form. */
export function fromPostgres(text: string | null, oid: number): Json {
  if (text === null) return null;
  const element = elements[oid];
  if (element === undefined) return (scalars[oid] ?? asText)(text);
  return arrayOf(text, scalars[element] ?? asText);
}

/** As long as it needs to be to come back the same. */
function double(text: string): Json {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

const asText = (text: string): Json => text;
