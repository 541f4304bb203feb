import { isExpression } from '../expression/index.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { validateAgainst } from '../validate.ts';
import { entries, type Model } from './model.ts';
import type { Path } from './pointer.ts';
import type { Report } from './report.ts';

/** What stands beside the steps: the user's schemas, config and search attributes. */
export function checkDeclarations({ document }: Model, report: Report): void {
  for (const field of ['input', 'output']) checkSchema(document[field], [field], `the ${field}`, report);
  for (const [field, schema, what] of withSchemas) {
    for (const [name, json] of entries(document[field])) {
      checkSchema(json[schema], [field, name, schema], `the ${schema} of ${what} ${name}`, report);
    }
  }
  for (const [name, config] of entries(document['config'])) checkConfig(name, config, report);
  for (const [name, attribute] of entries(document['searchAttributes'])) checkAttribute(name, attribute, report);
}

const withSchemas = [
  ['signals', 'payload', 'signal'],
  ['queries', 'input', 'query'],
  ['updates', 'input', 'update'],
] as const;

function checkSchema(schema: Json | undefined, at: Path, what: string, report: Report): void {
  if (schema === undefined || !(isObject(schema) || typeof schema === 'boolean')) return;
  for (const sample of [null, {}, [], '', 0]) {
    try {
      validateAgainst(schema, sample);
    } catch {
      const message = `The JSON Schema of ${what} cannot be used: correct its references, patterns and types.`;
      report.add({ code: 'SCHEMA_INVALID', at, message });
      return;
    }
  }
}

function checkConfig(name: string, config: JsonObject, report: Report): void {
  const value = config['default'];
  if (value === undefined || typeof config['type'] !== 'string' || typeof value === config['type']) return;
  const message = `The default of ${name} is a ${typeof value}, but its type is ${config['type']}: change one of them.`;
  report.add({ code: 'CONFIG_DEFAULT', at: ['config', name, 'default'], message });
}

/** Of a value written down; what an expression gives is only known when it is evaluated. */
function checkAttribute(name: string, { type, value }: JsonObject, report: Report): void {
  if (typeof type !== 'string' || value === undefined || value === null) return;
  const isText = typeof value === 'string';
  if (isText && isExpression(value)) return;
  const fits = type === 'datetime' ? isText && !Number.isNaN(Date.parse(value)) : typeof value === type;
  if (fits) return;
  const found = Array.isArray(value) ? 'an array' : isObject(value) ? 'an object' : `a ${typeof value}`;
  const message = `The search attribute ${name} is ${found}, but its type is ${type}: change one of them.`;
  report.add({ code: 'ATTRIBUTE_TYPE', at: ['searchAttributes', name, 'value'], message });
}
