/** Sales and their reports: `node examples/nightly-report/service.ts`. */
import { Hono } from 'hono';
import { Effects, effectsApp } from '../service/effects.ts';
import { listen } from '../service/listen.ts';

listen({
  name: 'reports service',
  port: 4874,
  open() {
    const app = new Hono();
    app.get('/sales', (c) => {
      const day = Number((c.req.query('day') ?? '').slice(-2));
      return c.json({ items: [{ cents: 100 * day }, { cents: 250 }] });
    });
    app.route('/', effectsApp(new Effects(), ['reports']));
    return { app, close: () => {} };
  },
});
