import type { Incoming, Outgoing } from '../broker.ts';
import type { Reply } from './client.ts';

/** How a message is written into an entry of a stream: these fields, in this order. */
const field = {
  payload: 'payload',
  id: 'message-id',
  contentType: 'content-type',
  key: 'message-key',
  headers: 'headers',
};

export function fieldsOf({ payload, id, contentType, key, headers }: Outgoing): readonly (string | Buffer)[] {
  return [
    field.payload,
    Buffer.from(payload),
    field.id,
    id,
    field.contentType,
    contentType,
    ...(key === null ? [] : [field.key, key]),
    ...(Object.keys(headers).length === 0 ? [] : [field.headers, JSON.stringify(headers)]),
  ];
}

export interface Entry {
  readonly id: string;
  readonly fields: ReadonlyMap<string, Buffer>;
}

/** `[id, [name, value, name, value, …]]`. Null: it was deleted, or is none. */
export function entryOf(reply: Reply | undefined): Entry | null {
  if (!Array.isArray(reply)) return null;
  const [id, list] = reply as readonly Reply[];
  if (!Array.isArray(list)) return null;
  const parts = (list as readonly Reply[]).map(bytes);
  const names = parts.filter((_, at) => at % 2 === 0).map(String);
  return { id: text(id), fields: new Map(names.map((name, at) => [name, parts[at * 2 + 1] ?? Buffer.alloc(0)])) };
}

/** An entry without a payload was written by somebody with fields of his own: they are the payload, as an object of texts. */
export function incoming(topic: string, { id, fields }: Entry): Incoming {
  const payload = fields.get(field.payload);
  if (payload === undefined) {
    const object = Object.fromEntries(Array.from(fields, ([name, value]) => [name, value.toString()]));
    return { id, isRecognised: true, topic, payload: Buffer.from(JSON.stringify(object)), headers: {} };
  }
  const own = [field.contentType, field.key].flatMap((name) => {
    const value = fields.get(name);
    return value === undefined ? [] : [[name, value.toString()] as const];
  });
  const headers = { ...headersOf(fields.get(field.headers)), ...Object.fromEntries(own) };
  return { id: fields.get(field.id)?.toString() ?? id, isRecognised: true, topic, payload, headers };
}

function headersOf(written: Buffer | undefined): Readonly<Record<string, string>> {
  if (written === undefined) return {};
  try {
    const value: unknown = JSON.parse(written.toString());
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name.toLowerCase(), String(one)]));
  } catch {
    return {}; // somebody else's field of that name
  }
}

export const text = (reply: Reply | undefined): string => bytes(reply ?? null).toString();

const bytes = (reply: Reply): Buffer => (Buffer.isBuffer(reply) ? reply : Buffer.from(String(reply ?? '')));
