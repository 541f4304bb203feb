import { WorkerError } from './errors.ts';
import { type ErrorAnswer, PREFIX } from './protocol.ts';

export interface ConnectionOptions {
  readonly url: string;
  /** A function is asked for each request: a server that was started anew may have another. */
  readonly token: string | (() => string | undefined);
  readonly fetch?: typeof fetch | undefined;
}

/** Longer than a poll is held open: whoever has not answered by then has gone without a word. */
const LONGEST_MS = 60_000;

export type Told<T> = { readonly ok: true; readonly value: T } | Refused;

/** `again`: the same request may succeed later. */
export interface Refused {
  readonly ok: false;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly again: boolean;
}

/** Says one thing to the server, once. What goes wrong is data. */
export class Connection {
  private readonly options: ConnectionOptions;
  private readonly base: string;

  constructor(options: ConnectionOptions) {
    this.options = options;
    if (!URL.canParse(options.url)) throw new WorkerError('url', `${options.url} is not the address of a server.`);
    const { origin } = new URL(options.url);
    this.base = origin + PREFIX;
  }

  async post<T>(path: string, body: object, signal: AbortSignal): Promise<Told<T>> {
    const { token, fetch: send = fetch } = this.options;
    const text = jsonOf(body);
    if (text === null) return { ok: false, status: 400, code: 'json', message: 'It is not JSON.', again: false };
    const bearer = typeof token === 'function' ? token() : token;
    try {
      const response = await send(`${this.base}/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer ?? ''}`, 'content-type': 'application/json' },
        body: text,
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]),
      });
      const answer = await response.text();
      return response.ok ? { ok: true, value: JSON.parse(answer) as T } : refused(response.status, answer);
    } catch (error) {
      return unreachable(this.base, error);
    }
  }
}

/** Null: it holds itself, or what JSON does not know. */
function jsonOf(body: object): string | null {
  try {
    return JSON.stringify(body);
  } catch {
    return null;
  }
}

function refused(status: number, text: string): Refused {
  const again = status === 429 || status >= 500;
  try {
    const { code, message } = (JSON.parse(text) as ErrorAnswer).error;
    return { ok: false, status, code, message, again };
  } catch {
    return { ok: false, status, code: 'http', message: `The server answered with status ${status}.`, again };
  }
}

function unreachable(base: string, error: unknown): Refused {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = cause instanceof Error ? cause.message || cause.name : String(cause);
  const message = `${new URL(base).origin} could not be reached: ${why}.`;
  return { ok: false, status: 0, code: 'unreachable', message, again: true };
}
