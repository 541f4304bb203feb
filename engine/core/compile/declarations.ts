import { isExpression } from '../expression/index.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { validateAgainst } from '../validate.ts';
import { entries, type Model } from './model.ts';
import type { Path } from './pointer.ts';
import type { Report } from './report.ts';
import { type Said, said } from './sentences.ts';

/** What stands beside the steps: the user's schemas, config and search attributes. */
export function checkDeclarations({ document }: Model, report: Report): void {
  for (const field of ['input', 'output'] as const)
    checkSchema(document[field], [field], said(`part.${field}`), report);
  for (const [field, schema, what] of withSchemas) {
    for (const [name, json] of entries(document[field])) {
      checkSchema(json[schema], [field, name, schema], said(what, { name }), report);
    }
  }
  for (const [name, config] of entries(document['config'])) checkConfig(name, config, report);
  for (const [name, attribute] of entries(document['searchAttributes'])) checkAttribute(name, attribute, report);
}

const withSchemas = [
  ['signals', 'payload', 'part.signal'],
  ['queries', 'input', 'part.query'],
  ['updates', 'input', 'part.update'],
] as const;

function checkSchema(schema: Json | undefined, at: Path, what: Said, report: Report): void {
  if (schema === undefined || !(isObject(schema) || typeof schema === 'boolean')) return;
  for (const sample of [null, {}, [], '', 0]) {
    try {
      validateAgainst(schema, sample);
    } catch {
      report.add({ code: 'SCHEMA_INVALID', at, says: said('SCHEMA_INVALID', { what }) });
      return;
    }
  }
}

function checkConfig(name: string, config: JsonObject, report: Report): void {
  const value = config['default'];
  if (value === undefined || typeof config['type'] !== 'string' || typeof value === config['type']) return;
  const says = said('CONFIG_DEFAULT', { name, found: typeof value, type: config['type'] });
  report.add({ code: 'CONFIG_DEFAULT', at: ['config', name, 'default'], says });
}

/** Of a value written down; what an expression gives is only known when it is evaluated. */
function checkAttribute(name: string, { type, value }: JsonObject, report: Report): void {
  if (typeof type !== 'string' || value === undefined || value === null) return;
  const isText = typeof value === 'string';
  if (isText && isExpression(value)) return;
  const fits = type === 'datetime' ? isText && !Number.isNaN(Date.parse(value)) : typeof value === type;
  if (fits) return;
  const kind = Array.isArray(value) ? 'found.array' : isObject(value) ? 'found.object' : 'found.kind';
  const found = said(kind, { kind: typeof value });
  const at = ['searchAttributes', name, 'value'];
  report.add({ code: 'ATTRIBUTE_TYPE', at, says: said('ATTRIBUTE_TYPE', { name, found, type }) });
}
