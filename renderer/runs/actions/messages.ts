import { isObject, type Json, type JsonObject } from '@sagaloom/engine/core';
import type { MessageKind } from './question.ts';

/** What can be sent to, or asked of, the runs of a definition: by name, the schema of what goes along. */
export function messagesOf(definition: Json, kind: MessageKind): ReadonlyMap<string, Json | undefined> {
  const declared = isObject(definition) ? definition[lists[kind]] : undefined;
  const known = new Map<string, Json | undefined>(
    Object.entries(isObject(declared) ? declared : {}).map(([name, declaration]) => [
      name,
      isObject(declaration) ? declaration[schemas[kind]] : undefined,
    ]),
  );
  if (kind === 'signal') for (const name of received(definition)) if (!known.has(name)) known.set(name, undefined);
  return known;
}

const lists = { signal: 'signals', query: 'queries', update: 'updates' } as const satisfies Record<MessageKind, string>;
const schemas = { signal: 'payload', query: 'input', update: 'input' } as const satisfies Record<MessageKind, string>;

/** Signals that a step waits for, declared or not. */
function received(value: Json): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(received);
  if (!isObject(value)) return [];
  const own = isReceive(value) ? [value.signal] : [];
  return [...own, ...Object.values(value).flatMap(received)];
}

function isReceive(value: JsonObject): value is JsonObject & { readonly signal: string } {
  return value.type === 'receive' && typeof value.signal === 'string';
}
