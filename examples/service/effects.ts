import { Hono } from 'hono';

/** One thing that was done, for good. */
export interface Effect {
  readonly key: string;
  /** Such as `mails`. */
  readonly kind: string;
  readonly body: unknown;
  /** Taken back. */
  undone: boolean;
}

/**
 * A service that does things once for each idempotency key, and remembers every call.
 *
 *   1  one key, one effect: asked again, it answers the same and does nothing
 *   2  an undo is safe before, after and without its effect: what comes later under an undone key does nothing
 */
export class Effects {
  readonly done = new Map<string, Effect>();
  readonly undoneEarly = new Set<string>();
  /** All that was asked, again and again. */
  calls = 0;

  do(kind: string, key: string, body: unknown): Effect {
    this.calls += 1;
    const before = this.done.get(key);
    if (before) return before;
    const effect = { key, kind, body, undone: this.undoneEarly.has(key) };
    this.done.set(key, effect);
    return effect;
  }

  undo(key: string): boolean {
    this.calls += 1;
    const effect = this.done.get(key);
    if (effect === undefined) this.undoneEarly.add(key);
    else effect.undone = true;
    return effect !== undefined;
  }

  /** In force: done and not taken back. */
  inForce(kind: string): readonly Effect[] {
    return [...this.done.values()].filter((effect) => effect.kind === kind && !effect.undone);
  }
}

/** `POST /KIND` does, `POST /KIND/KEY/undo` takes back, `GET /KIND` tells what is in force, `GET /calls` how often it was asked. */
export function effectsApp(effects: Effects, kinds: readonly string[]): Hono {
  const app = new Hono();
  for (const kind of kinds) {
    app.post(`/${kind}`, async (c) => {
      const key = c.req.header('idempotency-key');
      if (key === undefined) return c.json({ error: 'key', message: 'An idempotency-key is needed.' }, 422);
      const body: unknown = await c.req.json().catch(() => null);
      return c.json({ id: effects.do(kind, key, body).key }, 201);
    });
    app.post(`/${kind}/:key/undo`, (c) => c.json({ undone: effects.undo(c.req.param('key')) }));
    app.get(`/${kind}`, (c) => c.json({ items: effects.inForce(kind).map(({ key, body }) => ({ id: key, body })) }));
  }
  app.get('/calls', (c) => c.json({ calls: effects.calls }));
  return app;
}
