import type { Context } from 'hono';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { z } from 'zod';
import { withoutGiven } from '../../runtime/performing/given.ts';
import type { ErrorAnswer } from '../client/protocol.ts';
import { type Answer, type Refusal, refused } from './answer.ts';
import { failure } from './attempt.ts';
import { bearerCheck } from './bearer.ts';
import {
  completeSchema,
  failSchema,
  heartbeatSchema,
  isShallow,
  logSchema,
  pollSchema,
  registerSchema,
  secretSchema,
  sessionSchema,
} from './schema.ts';
import type { RemoteWorkers } from './workers.ts';

export interface WorkerRoutesOptions {
  readonly workers: RemoteWorkers;
  /** What workers prove themselves with. */
  readonly token: string;
  /** Of the engine. */
  readonly version: string;
}

/** Results may be large: what the engine takes in one message. */
const MAX_BYTES = 16 * 1024 * 1024;

/** The worker protocol over HTTP, to be mounted at `PREFIX`. */
export function workerRoutes({ workers, token, version }: WorkerRoutesOptions): Hono {
  const app = new Hono();
  const isBearer = bearerCheck(token);
  app.use(async (c, next) => {
    c.header('cache-control', 'no-store');
    const refusal = strangerRefusal(c, isBearer);
    return refusal === null ? next() : told(c, refusal);
  });
  app.use(bodyLimit({ maxSize: MAX_BYTES, onError: (c) => told(c, tooLarge) }));

  app.get('/', (c) => c.json({ protocol: 1, version }));

  const post = <S extends z.ZodType>(
    path: string,
    schema: S,
    act: (request: z.output<S>, gone: AbortSignal) => Answer<object> | Promise<Answer<object>>,
  ): void => {
    app.post(path, async (c) => {
      const request = await requestOf(c, schema);
      return told(c, request.ok ? await act(request.value, c.req.raw.signal) : request);
    });
  };
  post('/register', registerSchema, (request) => workers.register(request));
  post('/poll', pollSchema, (request, gone) => workers.poll(request, gone));
  post('/heartbeat', heartbeatSchema, (request) => workers.heartbeat(request));
  post('/complete', completeSchema, ({ lease, output }) => workers.answer(lease, { kind: 'completed', output }));
  post('/fail', failSchema, ({ lease, error }) => workers.answer(lease, failure(error)));
  post('/secret', secretSchema, (request) => workers.secret(request));
  post('/log', logSchema, (request) => workers.log(request));
  post('/drain', sessionSchema, (request) => workers.drain(request));
  post('/deregister', sessionSchema, (request) => workers.deregister(request));

  app.onError((error, c) => {
    if ('code' in error && error.code === 'ECONNRESET') return told(c, brokenOff); // which nobody hears
    console.error(withoutGiven(error.stack ?? error.message));
    return c.json({ error: { code: 'bug', message: 'This is a bug of ours.' } } satisfies ErrorAnswer, 500);
  });
  app.all('*', (c) => told(c, refused(404, 'path.unknown', 'There is nothing here: see docs/workers.md.')));
  return app;
}

const tooLarge = refused(413, 'body.tooLarge', `A body may have ${MAX_BYTES} bytes at most.`);

const brokenOff = refused(400, 'body.broken', 'The body broke off.');

function strangerRefusal(c: Context, isBearer: (header: string | undefined) => boolean): Refusal | null {
  if (c.req.header('origin') !== undefined) return refused(403, 'origin', 'Pages in a browser are no workers.');
  if (isBearer(c.req.header('authorization'))) return null;
  c.header('www-authenticate', 'Bearer');
  return refused(401, 'token', 'The token is missing or wrong: send Authorization: Bearer TOKEN.');
}

async function requestOf<S extends z.ZodType>(c: Context, schema: S): Promise<Answer<z.output<S>>> {
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type))
    return refused(415, 'body.type', 'The body must be JSON: send Content-Type: application/json.');
  let body: unknown;
  try {
    body = JSON.parse(await c.req.text());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused(400, 'body.json', `The body is not JSON: ${error.message}.`);
  }
  if (!isShallow(body)) return refused(400, 'body.deep', 'The body is nested too deeply.');
  const parsed = schema.safeParse(body);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at /${issue.path.map(String).join('/')}`;
  return refused(400, 'body.wrong', `The body is wrong${where}: ${issue?.message ?? 'it is no object'}.`);
}

function told(c: Context, answer: Answer<object>): Response {
  if (answer.ok) return c.json(answer.value);
  const { status, code, message } = answer;
  if (status === 429 || status === 503) c.header('retry-after', '1');
  return c.json({ error: { code, message } } satisfies ErrorAnswer, status);
}
