/** Items, and what is done with them: `node examples/batch/service.ts`. Every 97th item cannot be handled. */
import { Hono } from 'hono';
import { Effects, effectsApp } from '../service/effects.ts';
import { listen } from '../service/listen.ts';

const BROKEN_EVERY = 97;

listen({
  name: 'items service',
  port: 4873,
  open() {
    const app = new Hono();
    app.get('/items', (c) => {
      const [from, count] = [Number(c.req.query('from')), Number(c.req.query('count'))];
      return c.json({ items: Array.from({ length: count }, (_, index) => ({ id: from + index + 1 })) });
    });
    app.use('/handled', async (c, next) => {
      const body: unknown = c.req.method === 'POST' ? await c.req.json().catch(() => null) : null;
      const { id = 0 } = (body ?? {}) as { id?: number };
      if (id > 0 && id % BROKEN_EVERY === 0) return c.json({ error: 'broken', message: 'It cannot be handled.' }, 422);
      return next();
    });
    app.route('/', effectsApp(new Effects(), ['handled']));
    return { app, close: () => {} };
  },
});
