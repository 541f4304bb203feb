/** The mail and payment desk of the approval: `node examples/approval/service.ts`. */
import { Hono } from 'hono';
import { authorised } from '../service/authorised.ts';
import { Effects, effectsApp } from '../service/effects.ts';
import { listen } from '../service/listen.ts';

listen({
  name: 'desk',
  port: 4871,
  open() {
    const app = new Hono();
    app.post('/payments', authorised('DESK_KEY', 'x-desk-key'));
    app.route('/', effectsApp(new Effects(), ['mails', 'payments']));
    return { app, close: () => {} };
  },
});
