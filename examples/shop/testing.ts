import type { Books } from './books.ts';
import { openDatabase } from './database.ts';
import { createShop } from './shop.ts';

interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A shop with empty books, spoken to as over HTTP. */
export function newShop() {
  const app = createShop(openDatabase(':memory:'));
  const send = async (method: string, path: string, body?: unknown, key?: string): Promise<Answered> => {
    const headers = { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) };
    const response = await app.request(path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answered['body'] };
  };
  return {
    send,
    post: (path: string, body: unknown, key: string) => send('POST', path, body, key),
    /** The key of an undo follows from the key of its effect, as the engine does it. */
    undo: (path: string, key: string, name: string) => send('POST', `${path}/${key}/${name}`, undefined, `${key}:undo`),
    faults: (change: object) => send('PUT', '/faults', change),
    books: async () => (await send('GET', '/books')).body as unknown as Books,
  };
}
