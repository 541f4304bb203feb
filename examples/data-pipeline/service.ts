/** Orders as CSV, and a place for reports: `node examples/data-pipeline/service.ts`. Of each day two orders are broken, and one batch. */
import { Hono } from 'hono';
import { authorised } from '../service/authorised.ts';
import { Effects, effectsApp } from '../service/effects.ts';
import { listen } from '../service/listen.ts';

const ORDERS = 60;

/** Line 7 has no id, line 11 no whole amount; order 25 has an amount below zero, which the table refuses with its whole batch. */
function line(day: string, number: number): string {
  const id = number === 7 ? '' : `${day}-${number}`;
  const cents = number === 11 ? '12.5' : number === 25 ? '-100' : String(number * 10);
  return `${number},${id},${number % 2 === 0 ? 'ada' : 'grace'},${cents}`;
}

listen({
  name: 'orders service',
  port: 4875,
  open() {
    const app = new Hono();
    app.get('/orders.csv', authorised('ORDERS_TOKEN'), (c) => {
      const day = c.req.query('day') ?? '';
      const lines = Array.from({ length: ORDERS }, (_, index) => line(day, index + 1));
      return c.body(`line,id,customer,cents\n${lines.join('\n')}\n`, 200, { 'content-type': 'text/csv' });
    });
    app.route('/', effectsApp(new Effects(), ['reports']));
    return { app, close: () => {} };
  },
});
