import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { inPieces } from '../../contract/pieces.ts';
import { isEnvironmentError } from '../../runtime/environment.ts';
import { appendAll, type TraceStore } from '../../traces/index.ts';
import { bearerCheck } from '../../workers/remote/bearer.ts';
import { isOurOrigin } from './guard.ts';

export interface UploadOptions {
  readonly traces: TraceStore;
  readonly token: string;
  readonly port: () => number;
}

/**
 * Files of traces on their way in: the bytes alone. An import is begun, followed, ended and given up over the socket; what is sent here is
 * the file itself, which a browser reads from the disk as fast as it is taken, without the page holding any of it. Where the connection
 * ends before the file does, what came is in the import.
 */
export function uploadRoutes({ traces, token, port }: UploadOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const isBearer = bearerCheck(token);
  app.post('/:importId', async (c) => {
    if (!isOurOrigin(c.req.header('origin'), port())) return c.text('Only the page served here may send files.', 403); // PG2
    if (!isBearer(c.req.header('authorization'))) return c.text('This is not the token of this engine.', 401); // PG3
    const { incoming } = c.env;
    try {
      if (await isTaken(traces, c.req.param('importId'), incoming)) return c.body(null, 204);
      return c.text('There is no such import: begin it again.', 404);
    } catch (error) {
      if (!incoming.complete) return c.body(null, 400); // nobody is there any more to read it
      if (isEnvironmentError(error)) return c.text(error.message, 507);
      throw error;
    }
  });
  return app;
}

async function isTaken(traces: TraceStore, importId: string, bytes: AsyncIterable<Uint8Array>): Promise<boolean> {
  if ((await traces.importProgress(importId)) === null) return false;
  return appendAll(traces, importId, inPieces(bytes));
}
