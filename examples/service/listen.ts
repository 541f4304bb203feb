/** A small service as a process of its own: its address once for people and once as JSON for programs; port 0 lets the system choose. */
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';

const WRONG_INPUT = 1;
const ENVIRONMENT = 4;

export interface ServiceArgs {
  readonly port: number;
  /** What a service keeps is kept here; `:memory:` for as long as it runs. */
  readonly db: string;
  /** Ends with its parent, however that ends. */
  readonly withParent: boolean;
}

interface Service {
  /** For people: `shop`. */
  readonly name: string;
  readonly port: number;
  readonly open: (args: ServiceArgs) => { readonly app: Hono; readonly close: () => void };
}

function leave(code: number, message: string): never {
  console.error(message);
  process.exit(code);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function readArgs(usual: number): ServiceArgs {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: String(usual) },
        db: { type: 'string', default: ':memory:' },
        'with-parent': { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error(`--port ${values.port} is no port`);
    return { port, db: values.db, withParent: values['with-parent'] };
  } catch (error) {
    return leave(WRONG_INPUT, `${messageOf(error)}. Use: [--port N] [--db FILE] [--with-parent]`);
  }
}

export function listen({ name, port: usual, open }: Service): void {
  const args = readArgs(usual);
  const { app, close } = opened(name, open, args);
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: args.port }, ({ port }) => {
    const url = `http://127.0.0.1:${port}`;
    console.log(`${name} listening on ${url}`);
    console.log(JSON.stringify({ url, port }));
  });
  server.once('error', (error: NodeJS.ErrnoException) => {
    const why = error.code === 'EADDRINUSE' ? 'it is taken. Choose another with --port' : error.message;
    leave(ENVIRONMENT, `The ${name} cannot listen on port ${args.port}: ${why}.`);
  });
  const stop = (): void => {
    server.close();
    close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (args.withParent) process.stdin.resume().once('end', stop).once('error', stop);
}

function opened(name: string, open: Service['open'], args: ServiceArgs): ReturnType<Service['open']> {
  try {
    return open(args);
  } catch (error) {
    return leave(ENVIRONMENT, `The ${name} cannot keep its books in ${args.db}: ${messageOf(error)}.`);
  }
}
