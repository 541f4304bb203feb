import type { Trigger } from '../../core/definition/triggers.ts';
import type { JsonObject } from '../../core/json.ts';

/** DA7. Headers that prove who sent a delivery, or let somebody in, are neither stored nor seen by expressions. */
const telling =
  /auth|cookie|token|secret|signature|password|credential|api-?key|session|jwt|csrf|^x-hub-|^x-amz-security|^webhook-sig/i;

/** What may be kept of them: names in small letters, values that are texts. */
export function keptHeaders(headers: JsonObject, trigger: Trigger): JsonObject {
  const own = trigger.type === 'webhook' ? trigger.signature?.header?.toLowerCase() : undefined;
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name, value]) => typeof value === 'string' && name !== own && !telling.test(name)),
  );
}
