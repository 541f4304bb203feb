import { parseDuration } from '../duration.ts';
import type { JsonObject } from '../json.ts';
import { cronFault, isTimeZone, neverComes } from './cron.ts';
import { globFault } from './glob.ts';
import { entries, type Model, text } from './model.ts';
import type { Report } from './report.ts';
import { checkWebhook, checkWebhookPaths } from './webhooks.ts';

/** LI5. What starts runs: when it does, and what it listens to. */
export function checkTriggers({ document }: Model, report: Report): void {
  const triggers = entries(document['triggers']);
  for (const [name, trigger] of triggers) {
    if (trigger['type'] === 'schedule') checkSchedule(name, trigger, report);
    if (trigger['type'] === 'webhook') checkWebhook(name, trigger, report);
    if (trigger['type'] === 'file') checkFiles(name, trigger, report);
  }
  checkWebhookPaths(text(document['name']) ?? '', triggers, report);
}

function checkFiles(name: string, { pattern }: JsonObject, report: Report): void {
  const fault = typeof pattern === 'string' && pattern !== '' ? globFault(pattern) : null;
  if (fault === null) return;
  const message = `The files of ${name} cannot be told (${fault}): write them like inbox/*.csv, within the workspace.`;
  report.add({ code: 'PATTERN_INVALID', at: ['triggers', name, 'pattern'], message });
}

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
