/** The carrier of the parcels: `node examples/parcels/service.ts`. Nothing heavier than 30 kg is taken. */
import { Hono } from 'hono';
import { Effects, effectsApp } from '../service/effects.ts';
import { listen } from '../service/listen.ts';

const TOO_HEAVY = 30_000;

listen({
  name: 'carrier',
  port: 4872,
  open() {
    const app = new Hono();
    app.use('/labels', async (c, next) => {
      const body: unknown = c.req.method === 'POST' ? await c.req.json().catch(() => null) : null;
      const { grams = 0 } = (body ?? {}) as { grams?: number };
      if (grams > TOO_HEAVY) return c.json({ error: 'heavy', message: 'Too heavy.' }, 422);
      return next();
    });
    app.route('/', effectsApp(new Effects(), ['labels', 'surveys']));
    return { app, close: () => {} };
  },
});
