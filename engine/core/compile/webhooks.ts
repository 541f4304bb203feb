import { isObject, type Json, type JsonObject } from '../json.ts';
import { text } from './model.ts';
import type { Report } from './report.ts';

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
    const message = `Whoever can reach ${name} can start runs, so only programs of this machine may: add a signature.`;
    report.add({ code: 'WEBHOOK_UNSIGNED', at, message });
  }
  if (!isObject(signature)) return;
  const scheme = text(signature['scheme']) ?? '';
  for (const field of useless[scheme] ?? []) {
    if (signature[field] === undefined) continue;
    const message = `A signature by ${scheme} has no ${field}: remove it.`;
    report.add({ code: 'SIGNATURE_FIELD', at: [...at, 'signature', field], message });
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
    const message = `${name} and ${other[0]} have the address /hooks/${path}: give one another path, or other methods.`;
    report.add({ code: 'WEBHOOK_PATH_TAKEN', at: ['triggers', name], message });
  }
}

const pathOf = (workflow: string, name: string, { path }: JsonObject): string => text(path) ?? `${workflow}/${name}`;

function meet(one: JsonObject, other: JsonObject): boolean {
  const methods = methodsOf(other);
  return methodsOf(one).some((method) => methods.includes(method));
}

const methodsOf = ({ methods }: JsonObject): readonly Json[] =>
  Array.isArray(methods) ? (methods as readonly Json[]) : ['POST'];
