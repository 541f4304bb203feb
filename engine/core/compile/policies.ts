import { fillRetryRule } from '../definition/defaults.ts';
import { parseDuration } from '../duration.ts';
import { isUnwinding, matchesType } from '../failure.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { nearest } from '../nearest.ts';
import { validateAgainst } from '../validate.ts';
import { entries, items, type Model, type StepModel, text } from './model.ts';
import type { Path } from './pointer.ts';
import type { Report } from './report.ts';

/** Retries, catches, timeouts, config, the user's schemas, and names of activities. */
export function checkPolicies(model: Model, activities: readonly string[] | null, report: Report): void {
  const { document } = model;
  for (const field of ['input', 'output']) checkSchema(document[field], [field], report);
  for (const [name, config] of entries(document['config'])) checkConfig(name, config, report);
  checkTimes(document['defaults'], ['defaults'], null, report);
  for (const step of model.blocks.flatMap((block) => [...block.steps.values()])) {
    checkTimes(step.json, step.at, step, report);
    checkTimes(step.json['compensate'], [...step.at, 'compensate'], step, report);
    checkCatch(step, report);
    if (activities) checkActivities(step, activities, report);
  }
}

function checkSchema(schema: Json | undefined, at: Path, report: Report): void {
  if (schema === undefined || !(isObject(schema) || typeof schema === 'boolean')) return;
  for (const sample of [null, {}, [], '', 0]) {
    try {
      validateAgainst(schema, sample);
    } catch {
      const message = `The JSON Schema of the ${at.join('.')} cannot be used: correct its references, patterns and types.`;
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

function checkTimes(json: Json | undefined, at: Path, step: StepModel | null, report: Report): void {
  if (!isObject(json)) return;
  for (const [rule, index] of items(json['retry'])) checkRule(rule, [...at, 'retry', index], step, report);
  const { shadowed, by } = firstShadowed(items(json['retry']).map(([rule]) => errorsOf(rule)));
  if (shadowed !== null) {
    const message = `Rule ${shadowed + 1} never applies, since rule ${by + 1} matches all it would: put it first or remove it.`;
    report.add({ code: 'RETRY_UNREACHABLE', at: [...at, 'retry', shadowed], step: step?.id ?? null, message });
  }
  checkUnkept(json['timeouts'], [...at, 'timeouts'], step, report);
  const times = json['timeouts'];
  const [one, all] = isObject(times) ? [ms(times['startToClose']), ms(times['scheduleToClose'])] : [null, null];
  if (one === null || all === null || one <= all) return;
  const message = 'An attempt may take longer (startToClose) than all together (scheduleToClose), which then end it.';
  report.add({ code: 'TIMEOUT_TOO_LONG', at: [...at, 'timeouts', 'startToClose'], step: step?.id ?? null, message });
}

/** Activities run where the engine is: they begin at once, and report no heartbeats. */
function checkUnkept(times: Json | undefined, at: Path, step: StepModel | null, report: Report): void {
  if (!isObject(times)) return;
  for (const limit of ['scheduleToStart', 'heartbeat'].filter((name) => times[name] !== undefined)) {
    const message = `The time limit ${limit} is not kept yet: use startToClose or scheduleToClose.`;
    report.add({ code: 'TIMEOUT_NOT_KEPT', at: [...at, limit], step: step?.id ?? null, message });
  }
}

function checkRule(rule: JsonObject, at: Path, step: StepModel | null, report: Report): void {
  const filled = fillRetryRule({});
  const initial = ms(rule['initialInterval'] ?? filled.initialInterval);
  const longest = ms(rule['maxInterval'] ?? filled.maxInterval);
  if (initial === null || longest === null || initial <= longest) return;
  const message = 'The first interval is longer than maxInterval, which is used instead: raise maxInterval.';
  report.add({ code: 'RETRY_INTERVALS', at, step: step?.id ?? null, message });
}

const ms = (value: Json | undefined): number | null => (typeof value === 'string' ? parseDuration(value) : null);

function errorsOf(clause: JsonObject): readonly string[] {
  const errors = clause['errors'] ?? ['*'];
  return Array.isArray(errors) ? errors.filter((one): one is string => typeof one === 'string') : [];
}

function checkCatch(step: StepModel, report: Report): void {
  const { shadowed, by } = firstShadowed(items(step.json['catch']).map(([clause]) => errorsOf(clause)));
  if (shadowed === null) return;
  const message = `Clause ${shadowed + 1} never catches, since clause ${by + 1} takes all it would: put it first or remove it.`;
  report.add({ code: 'CATCH_UNREACHABLE', at: [...step.at, 'catch', shadowed], step: step.id, message });
}

/** The first list all of whose types an earlier one matches. */
function firstShadowed(lists: readonly (readonly string[])[]): { shadowed: number | null; by: number } {
  for (const [index, types] of lists.entries()) {
    const by = lists
      .slice(0, index)
      .findIndex((earlier) => types.every((type) => earlier.some((one) => covers(one, type))));
    if (by !== -1 && types.length > 0) return { shadowed: index, by };
  }
  return { shadowed: null, by: -1 };
}

/** `*` covers all that is not caught by name alone. */
function covers(pattern: string, type: string): boolean {
  return type === '*' ? pattern === '*' : !isUnwinding(type) && matchesType(pattern, type);
}

function checkActivities({ id, at, type, json }: StepModel, known: readonly string[], report: Report): void {
  if (type !== 'task') return;
  const undo = json['compensate'];
  const named: [Json | undefined, Path][] = [[json['activity'], [...at, 'activity']]];
  if (isObject(undo)) named.push([undo['activity'], [...at, 'compensate', 'activity']]);
  for (const [value, place] of named) {
    const name = text(value);
    if (name === null || name === '' || known.includes(name)) continue;
    const near = nearest(name, known);
    const hint = near === null ? 'see that a worker offers it.' : `did you mean ${near}?`;
    report.add({
      code: 'ACTIVITY_UNKNOWN',
      at: place,
      step: id,
      message: `No activity ${name} is known here: ${hint}`,
    });
  }
}
