import { isObject, type Json } from '../core/json.ts';

/**
 * A row of a table as the schema wants it: `42` is a number where a number is asked for. An empty field of what is no text is left out;
 * what cannot be read stays a text, and is refused by the schema.
 */
export function fromTexts(schema: Json | undefined, row: Json): Json {
  const properties = isObject(schema) ? schema['properties'] : undefined;
  if (!isObject(row) || !isObject(properties)) return row;
  const fields = Object.entries(row).flatMap(([name, cell]): (readonly [string, Json])[] => {
    const types = typesOf(properties[name]);
    if (typeof cell !== 'string' || types.length === 0 || types.includes('string')) return [[name, cell]];
    return cell.trim() === '' ? [] : [[name, read(cell.trim(), types) ?? cell]];
  });
  return Object.fromEntries(fields);
}

function typesOf(schema: Json | undefined): readonly Json[] {
  const type = isObject(schema) ? schema['type'] : undefined;
  return Array.isArray(type) ? (type as readonly Json[]) : type === undefined ? [] : [type];
}

function read(cell: string, types: readonly Json[]): Json | undefined {
  const value = parsed(cell);
  if (value === undefined) return undefined;
  return types.some((type) => isA(type, value)) ? value : undefined;
}

function parsed(cell: string): Json | undefined {
  const lower = cell.toLowerCase();
  if (lower === 'true' || lower === 'false') return lower === 'true';
  try {
    return JSON.parse(cell) as Json;
  } catch {
    return undefined;
  }
}

function isA(type: Json, value: Json): boolean {
  switch (type) {
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return Number.isInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    default:
      return type === 'object' && isObject(value);
  }
}
