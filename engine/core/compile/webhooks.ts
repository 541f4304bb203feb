import { isObject, type Json, type JsonObject } from '../json.ts';
import { text } from './model.ts';
import type { Report } from './report.ts';
import { said } from './sentences.ts';

/** What a scheme has no use for. */
const useless: Readonly<Record<string, readonly string[]>> = {
  'hmac-sha256': ['tolerance'],
  token: ['tolerance'],
  github: ['header', 'tolerance'],
  'standard-webhooks': ['header'],
  stripe: ['header'],
};

export function checkWebhook(name: string, { signature }: JsonObject, report: Report): void {
  const at = ['triggers', name];
  if (signature === undefined) {
    report.add({ code: 'WEBHOOK_UNSIGNED', at, says: said('WEBHOOK_UNSIGNED', { name }) });
  }
  if (!isObject(signature)) return;
  const scheme = text(signature['scheme']) ?? '';
  for (const field of useless[scheme] ?? []) {
    if (signature[field] === undefined) continue;
    report.add({
      code: 'SIGNATURE_FIELD',
      at: [...at, 'signature', field],
      says: said('SIGNATURE_FIELD', { scheme, field }),
    });
  }
}

type Named = readonly [name: string, trigger: JsonObject];

/** Of one document; two documents with one address are told apart when they are called. */
export function checkWebhookPaths(workflow: string, triggers: readonly Named[], report: Report): void {
  const hooks = triggers.filter(([, { type }]) => type === 'webhook');
  for (const [index, [name, trigger]] of hooks.entries()) {
    const path = pathOf(workflow, name, trigger);
    const other = hooks
      .slice(0, index)
      .find(([before, one]) => pathOf(workflow, before, one) === path && meet(one, trigger));
    if (other === undefined) continue;
    const says = said('WEBHOOK_PATH_TAKEN', { name, other: other[0], path });
    report.add({ code: 'WEBHOOK_PATH_TAKEN', at: ['triggers', name], says });
  }
}

const pathOf = (workflow: string, name: string, { path }: JsonObject): string => text(path) ?? `${workflow}/${name}`;

function meet(one: JsonObject, other: JsonObject): boolean {
  const methods = methodsOf(other);
  return methodsOf(one).some((method) => methods.includes(method));
}

const methodsOf = ({ methods }: JsonObject): readonly Json[] =>
  Array.isArray(methods) ? (methods as readonly Json[]) : ['POST'];
