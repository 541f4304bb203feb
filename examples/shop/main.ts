/**
 * The shop as a process: `npm run shop -- --port 4870 --db shop.db`.
 * Prints its address once for people and once as JSON for programs; port 0 lets the system choose.
 */
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { type Db, openDatabase } from './database.ts';
import { createShop } from './shop.ts';

const WRONG_INPUT = 1;
const ENVIRONMENT = 4;

const usage = 'Use: npm run shop -- [--port N] [--db FILE] [--with-parent]';

function leave(code: number, message: string): never {
  console.error(message);
  process.exit(code);
}

function readArgs() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4870' },
        db: { type: 'string', default: ':memory:' },
        'with-parent': { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error(`--port ${values.port} is no port`);
    return { port, db: values.db, withParent: values['with-parent'] };
  } catch (error) {
    return leave(WRONG_INPUT, `${messageOf(error)}. ${usage}`);
  }
}

function open(file: string): Db {
  try {
    return openDatabase(file);
  } catch (error) {
    return leave(ENVIRONMENT, `The shop cannot keep its books in ${file}: ${messageOf(error)}.`);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const args = readArgs();
const db = open(args.db);

const server = serve({ fetch: createShop(db).fetch, hostname: '127.0.0.1', port: args.port }, ({ port }) => {
  const url = `http://127.0.0.1:${port}`;
  console.log(`shop listening on ${url}`);
  console.log(JSON.stringify({ url, port }));
});

server.once('error', (error: NodeJS.ErrnoException) => {
  const why = error.code === 'EADDRINUSE' ? 'it is taken. Choose another with --port' : error.message;
  leave(ENVIRONMENT, `The shop cannot listen on port ${args.port}: ${why}.`);
});

function stop(): void {
  server.close();
  db.close();
  process.exit(0);
}

process.once('SIGINT', stop);
process.once('SIGTERM', stop);
if (args.withParent) process.stdin.resume().once('end', stop).once('error', stop);
