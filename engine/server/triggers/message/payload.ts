import { Poison } from '../../../brokers/index.ts';
import type { TriggerOf } from '../../../core/definition/triggers.ts';
import type { Json } from '../../../core/json.ts';

type Format = NonNullable<TriggerOf<'message'>['format']>;

/** Throws `Poison`: bytes that are not what the trigger expects will never be. */
export function payloadOf(bytes: Uint8Array, format: Format): Json {
  if (format === 'base64') return Buffer.from(bytes).toString('base64');
  const text = textOf(bytes);
  if (format === 'text') return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Poison('it is not JSON, which the trigger expects: see its format.');
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Poison('it is not UTF-8, which the trigger expects: see its format.');
  }
}
