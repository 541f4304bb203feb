import { DEFAULT_START_TO_CLOSE, fillRetryRule } from '../definition/defaults.ts';
import { formatDuration, parseDuration } from '../duration.ts';
import { isUnwinding, matchesType } from '../failure.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { nearest } from '../nearest.ts';
import { items, type Model, type StepModel, text } from './model.ts';
import type { Path } from './pointer.ts';
import { meant, type Report } from './report.ts';
import { said } from './sentences.ts';

/** Retries, catches, timeouts, and names of signals. */
export function checkPolicies(model: Model, report: Report): void {
  const { document } = model;
  const { defaults } = document;
  checkTimes(defaults, ['defaults'], null, report);
  const signals = isObject(document['signals']) ? Object.keys(document['signals']) : null;
  for (const step of model.blocks.flatMap((block) => [...block.steps.values()])) {
    checkTimes(step.json, step.at, step, report);
    checkUndo(step, defaults, report);
    if (step.type === 'task') checkHeartbeat(step.json, step.at, defaults, step, report);
    checkCatch(step, report);
    if (signals) checkSignal(step, signals, report);
  }
}

function checkTimes(json: Json | undefined, at: Path, step: StepModel | null, report: Report): void {
  if (!isObject(json)) return;
  for (const [rule, index] of items(json['retry'])) {
    const place = [...at, 'retry', index];
    checkRule(rule, place, step, report);
    checkTypes(rule['errors'], [...place, 'errors'], step, report);
    checkTypes(rule['nonRetryable'], [...place, 'nonRetryable'], step, report);
  }
  const { shadowed, by } = firstShadowed(items(json['retry']).map(([rule]) => errorsOf(rule)));
  if (shadowed !== null) {
    const says = said('RETRY_UNREACHABLE', { rule: shadowed + 1, by: by + 1 });
    report.add({ code: 'RETRY_UNREACHABLE', at: [...at, 'retry', shadowed], step: step?.id ?? null, says });
  }
  const times = json['timeouts'];
  if (!isObject(times)) return;
  const all = ms(times['scheduleToClose']);
  for (const [name, what] of parts) {
    const one = ms(times[name]);
    if (one === null || all === null || one <= all) continue;
    const says = said('TIMEOUT_TOO_LONG', { what: said(what), field: name });
    report.add({ code: 'TIMEOUT_TOO_LONG', at: [...at, 'timeouts', name], step: step?.id ?? null, says });
  }
}

const parts = [
  ['startToClose', 'time.attempt'],
  ['scheduleToStart', 'time.queue'],
] as const;

function checkUndo(step: StepModel, defaults: Json | undefined, report: Report): void {
  const undo = step.json['compensate'];
  const at = [...step.at, 'compensate'];
  if (!isObject(undo)) return;
  checkTimes(undo, at, step, report);
  if (undo['workflow'] === undefined) return checkHeartbeat(undo, at, defaults, step, report);
  if (undo['timeouts'] === undefined) return;
  const says = said('COMPENSATE_TIMEOUTS', { workflow: text(undo['workflow']) ?? said('name.document') });
  report.add({ code: 'COMPENSATE_TIMEOUTS', at: [...at, 'timeouts'], step: step.id, says });
}

/** With what holds where the activity says nothing. */
function checkHeartbeat(json: JsonObject, at: Path, defaults: Json | undefined, step: StepModel, report: Report): void {
  const general = isObject(defaults) ? defaults['timeouts'] : undefined;
  const own = json['timeouts'];
  const times = { ...(isObject(general) ? general : {}), ...(isObject(own) ? own : {}) };
  const [silence, attempt] = [ms(times['heartbeat']), ms(times['startToClose'] ?? DEFAULT_START_TO_CLOSE)];
  if (silence === null || attempt === null || silence < attempt) return;
  const place = isObject(own) ? ['timeouts', ...(own['heartbeat'] === undefined ? [] : ['heartbeat'])] : [];
  const says = said('HEARTBEAT_TOO_LONG', { limit: formatDuration(attempt) });
  report.add({ code: 'HEARTBEAT_TOO_LONG', at: [...at, ...place], step: step.id, says });
}

function checkRule(rule: JsonObject, at: Path, step: StepModel | null, report: Report): void {
  const filled = fillRetryRule({});
  const initial = ms(rule['initialInterval'] ?? filled.initialInterval);
  const longest = ms(rule['maxInterval'] ?? filled.maxInterval);
  if (initial === null || longest === null || initial <= longest) return;
  report.add({ code: 'RETRY_INTERVALS', at, step: step?.id ?? null, says: said('RETRY_INTERVALS') });
}

const ms = (value: Json | undefined): number | null => (typeof value === 'string' ? parseDuration(value) : null);

function errorsOf(clause: JsonObject): readonly string[] {
  const errors = clause['errors'] ?? ['*'];
  return Array.isArray(errors) ? errors.filter((one): one is string => typeof one === 'string') : [];
}

function checkCatch(step: StepModel, report: Report): void {
  for (const [clause, index] of items(step.json['catch'])) {
    checkTypes(clause['errors'], [...step.at, 'catch', index, 'errors'], step, report);
  }
  const { shadowed, by } = firstShadowed(items(step.json['catch']).map(([clause]) => errorsOf(clause)));
  if (shadowed === null) return;
  const says = said('CATCH_UNREACHABLE', { clause: shadowed + 1, by: by + 1 });
  report.add({ code: 'CATCH_UNREACHABLE', at: [...step.at, 'catch', shadowed], step: step.id, says });
}

/** `http.*` is what other languages write. */
function checkTypes(types: Json | undefined, at: Path, step: StepModel | null, report: Report): void {
  for (const [index, type] of (Array.isArray(types) ? (types as readonly Json[]) : []).entries()) {
    if (typeof type !== 'string' || type === '' || type === '*' || segments.test(type)) continue;
    const near = type
      .replaceAll('*', '')
      .split('.')
      .map((part) => part.trim())
      .filter(Boolean)
      .join('.');
    const hint = near === '' ? said('hint.all') : said('hint.prefix', { near });
    const says = said('ERROR_TYPE', { type: JSON.stringify(type), near: near === '' ? '*' : near, hint });
    report.add({ code: 'ERROR_TYPE', at: [...at, index], step: step?.id, says });
  }
}

/** Dotted; no part is empty, a pattern, or has space around it. */
const segments = /^[^\s.*]([^.*]*[^\s.*])?(\.[^\s.*]([^.*]*[^\s.*])?)*$/;

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

/** Whoever declares signals means to declare all of them. */
function checkSignal({ id, at, type, json }: StepModel, declared: readonly string[], report: Report): void {
  const name = type === 'receive' ? text(json['signal']) : null;
  if (name === null || name === '' || declared.includes(name)) return;
  const near = nearest(name, declared);
  const hint = meant(near, said('hint.addTo', { section: 'signals' }));
  report.add({
    code: 'SIGNAL_UNDECLARED',
    at: [...at, 'signal'],
    step: id,
    says: said('SIGNAL_UNDECLARED', { id, name, ...hint }),
  });
}
