import { defineActivity } from '../activity.ts';
import { lazily } from '../lazily.ts';
import { docs } from './docs.ts';
import { sqlInput, sqlOutput } from './schema.ts';

export const sqlActivity = defineActivity({
  name: 'sql',
  summary: 'Runs SQL in one transaction: SQLite, PostgreSQL, MySQL and MariaDB.',
  docs,
  examples: [
    {
      title: 'Read rows',
      with: {
        connection: 'orders',
        statement: 'SELECT id, total FROM orders WHERE customer = $1 ORDER BY id',
        parameters: ['{% input.customer %}'],
        readOnly: true,
      },
    },
    {
      title: 'Move money, exactly once',
      with: {
        connection: 'bank',
        once: true,
        statements: [
          {
            statement: 'UPDATE accounts SET balance = balance - $1 WHERE id = $2 AND balance >= $1',
            parameters: ['{% input.amount %}', '{% input.from %}'],
            expect: { affected: 1 },
          },
          {
            statement: 'UPDATE accounts SET balance = balance + $1 WHERE id = $2',
            parameters: ['{% input.amount %}', '{% input.to %}'],
            expect: { affected: 1 },
          },
        ],
      },
    },
    {
      title: 'A file of the workspace, parameters by name',
      with: {
        url: 'sqlite:data/stock.db',
        statement: 'INSERT INTO items (sku, count) VALUES (:sku, :count) RETURNING id',
        parameters: { sku: '{% input.sku %}', count: 1 },
      },
    },
  ],
  category: 'data',
  icon: 'M3 4.2a5 1.9 0 1 0 10 0a5 1.9 0 1 0 -10 0 M3 4.2v7.6c0 1 2.2 1.9 5 1.9c2.8 0 5 -0.9 5 -1.9v-7.6 M3 8c0 1 2.2 1.9 5 1.9c2.8 0 5 -0.9 5 -1.9',
  input: sqlInput,
  output: sqlOutput,
  ...lazily(() => import('./perform.ts')),
});
