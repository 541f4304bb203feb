import { Metadata } from '@grpc/grpc-js';
import type { Json } from '../../core/json.ts';
import { type ActivityContext, inputFailure } from '../activity.ts';
import type { Failure } from '../../core/failure.ts';
import type { GrpcInput } from './schema.ts';

export type Made = { readonly ok: true; readonly metadata: Metadata } | { readonly ok: false; readonly error: Failure };

/** Of the protocol itself. */
const reserved = /^(?:grpc-.*|content-type|te|user-agent|host|connection)$/;

/** What the workflow says wins over what is sent by default (AT3). */
export function metadataOf({ metadata: given = {} }: GrpcInput, { key, traceparent }: ActivityContext): Made {
  const metadata = new Metadata();
  metadata.set('idempotency-key', key);
  if (traceparent !== null) metadata.set('traceparent', traceparent);
  for (const [name, values] of Object.entries(given)) {
    const lower = name.toLowerCase();
    if (reserved.test(lower)) return wrong(`The metadata ${name} belongs to the protocol and cannot be given.`);
    metadata.remove(lower);
    for (const value of Array.isArray(values) ? values : [values]) {
      const isBytes = typeof value === 'object';
      if (isBytes !== lower.endsWith('-bin'))
        return wrong(
          `The metadata ${name} is ${isBytes ? 'bytes, and only names that end in -bin hold bytes' : 'no bytes, and names that end in -bin hold { "$base64": "…" }'}.`,
        );
      const text = isBytes ? '' : String(value);
      if (!/^[\x20-\x7e]*$/.test(text))
        return wrong(
          `The metadata ${name} holds what is no printable ASCII; give it a name that ends in -bin, and bytes.`,
        );
      metadata.add(lower, isBytes ? Buffer.from(value.$base64, 'base64') : text);
    }
  }
  return { ok: true, metadata };
}

/** Several of a name are joined, as the protocol allows. */
export function plainMetadata(metadata: Metadata): Record<string, Json> {
  const names = Object.keys(metadata.getMap()).filter((name) => !name.startsWith('grpc-'));
  return Object.fromEntries(
    names.map((name) => {
      const values = metadata.get(name);
      const [first] = values;
      return [name, Buffer.isBuffer(first) ? { $base64: first.toString('base64') } : values.join(', ')];
    }),
  );
}

const wrong = (message: string): Made => ({ ok: false, error: inputFailure(message) });
