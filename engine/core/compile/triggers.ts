import { parseDuration } from '../duration.ts';
import type { JsonObject } from '../json.ts';
import { cronFault, isTimeZone, neverComes } from './cron.ts';
import { globFault } from './glob.ts';
import { entries, type Model, text } from './model.ts';
import type { Report } from './report.ts';
import { checkWebhook, checkWebhookPaths } from './webhooks.ts';
import { said } from './sentences.ts';

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
  const says = said('PATTERN_INVALID', { name, problem: said(fault) });
  report.add({ code: 'PATTERN_INVALID', at: ['triggers', name, 'pattern'], says });
}

function checkSchedule(name: string, trigger: JsonObject, report: Report): void {
  const at = ['triggers', name];
  const { cron, every, timeZone } = trigger;
  if ((cron === undefined) === (every === undefined)) {
    const says = said(cron === undefined ? 'TRIGGER_AMBIGUOUS' : 'TRIGGER_AMBIGUOUS.both', { name });
    report.add({ code: 'TRIGGER_AMBIGUOUS', at, says });
  }
  if (typeof every === 'string' && (parseDuration(every) ?? Infinity) < 1_000) {
    report.add({ code: 'EVERY_TOO_SHORT', at: [...at, 'every'], says: said('EVERY_TOO_SHORT', { name }) });
  }
  const zone = text(timeZone);
  if (zone !== null && !isTimeZone(zone)) {
    report.add({ code: 'TIME_ZONE_UNKNOWN', at: [...at, 'timeZone'], says: said('TIME_ZONE_UNKNOWN', { zone }) });
  }
  if (typeof cron === 'string') checkCron(name, cron, report);
}

function checkCron(name: string, cron: string, report: Report): void {
  const at = ['triggers', name, 'cron'];
  const fault = cronFault(cron);
  if (fault !== null) {
    report.add({ code: 'CRON_INVALID', at, says: said('CRON_INVALID', { name, problem: fault }) });
  } else if (neverComes(cron)) {
    report.add({ code: 'CRON_NEVER', at, says: said('CRON_NEVER', { name }) });
  }
}
