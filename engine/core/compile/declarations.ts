import { parseDuration } from '../duration.ts';
import { isExpression } from '../expression/index.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { validateAgainst } from '../validate.ts';
import { cronFault, isTimeZone, neverComes } from './cron.ts';
import { entries, type Model, text } from './model.ts';
import type { Path } from './pointer.ts';
import type { Report } from './report.ts';

/** What stands beside the steps: the user's schemas, config, search attributes and triggers. */
export function checkDeclarations({ document }: Model, report: Report): void {
  for (const field of ['input', 'output']) checkSchema(document[field], [field], `the ${field}`, report);
  for (const [field, schema, what] of withSchemas) {
    for (const [name, json] of entries(document[field])) {
      checkSchema(json[schema], [field, name, schema], `the ${schema} of ${what} ${name}`, report);
    }
  }
  for (const [name, config] of entries(document['config'])) checkConfig(name, config, report);
  for (const [name, attribute] of entries(document['searchAttributes'])) checkAttribute(name, attribute, report);
  for (const [name, trigger] of entries(document['triggers'])) {
    if (trigger['type'] === 'schedule') checkSchedule(name, trigger, report);
  }
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

/** LI5. */
function checkSchedule(name: string, trigger: JsonObject, report: Report): void {
  const at = ['triggers', name];
  const { cron, every, timeZone } = trigger;
  if ((cron === undefined) === (every === undefined)) {
    const message =
      cron === undefined
        ? `The schedule ${name} does not say when: add cron or every.`
        : `The schedule ${name} has both cron and every: remove one.`;
    report.add({ code: 'TRIGGER_AMBIGUOUS', at, message });
  }
  if (typeof every === 'string' && (parseDuration(every) ?? Infinity) < 1_000) {
    const message = `The schedule ${name} comes more than once a second: raise every.`;
    report.add({ code: 'EVERY_TOO_SHORT', at: [...at, 'every'], message });
  }
  const zone = text(timeZone);
  if (zone !== null && !isTimeZone(zone)) {
    const message = `There is no time zone ${zone}: write an IANA name such as Europe/Berlin.`;
    report.add({ code: 'TIME_ZONE_UNKNOWN', at: [...at, 'timeZone'], message });
  }
  if (typeof cron === 'string') checkCron(name, cron, report);
}

function checkCron(name: string, cron: string, report: Report): void {
  const at = ['triggers', name, 'cron'];
  const fault = cronFault(cron);
  if (fault !== null) {
    const message = `The cron expression of ${name} cannot be used (${fault}): write it like 0 9 * * 1-5.`;
    report.add({ code: 'CRON_INVALID', at, message });
  } else if (neverComes(cron)) {
    const message = `No moment matches the cron expression of ${name}: correct its day or month.`;
    report.add({ code: 'CRON_NEVER', at, message });
  }
}
