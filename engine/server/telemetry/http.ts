import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Sender, Sent } from '../../telemetry/out/sending.ts';
import type { Target } from '../../telemetry/out/settings.ts';
import type { Requests } from './requests.ts';
import { takenAs } from './taken.ts';

type OtlpTarget = Extract<Target, { kind: 'otlp' }>;

const LONGEST_ANSWER = 65_536;
/** Those that OTLP lets a client send again. */
const again: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * OTLP/HTTP. Written here because a batch waits in the journal for as long as the collector asks: what OpenTelemetry's own exporter says of a
 * failure is neither when to come again nor how much was refused.
 */
export function httpSender<T>(target: OtlpTarget, requests: Requests<T>, userAgent: string): Sender<T> {
  const secure = URL.parse(target.url)?.protocol === 'https:';
  const agent = secure
    ? new https.Agent({ keepAlive: true, ...certificates(target) })
    : new http.Agent({ keepAlive: true });
  const closing = new AbortController();
  const headers = {
    'user-agent': userAgent,
    ...target.headers,
    'content-type': requests.contentType,
    ...(target.compression === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
  };
  return {
    async send(items) {
      try {
        const body = requests.encode(items);
        const bytes = target.compression === 'gzip' ? await zipped(body) : body;
        const limit = AbortSignal.any([closing.signal, AbortSignal.timeout(target.timeoutMs)]);
        const answer = await post(target.url, secure, { method: 'POST', agent, headers, signal: limit }, bytes);
        return sentBy(answer, target.url, requests);
      } catch (error) {
        return { kind: 'later', afterMs: null, why: `${target.url} could not be reached: ${reason(error, target)}.` };
      }
    },
    async close() {
      closing.abort();
      agent.destroy();
    },
  };
}

const zipped = promisify<Uint8Array, Buffer>(gzip);

/** Read anew by each sender; a file that is not there is said where the sender is made. */
function certificates({ certificate, clientKey, clientCertificate }: OtlpTarget) {
  const read = (file: string | null) => (file === null ? undefined : readFileSync(file));
  return { ca: read(certificate), key: read(clientKey), cert: read(clientCertificate) };
}

interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: Uint8Array;
}

function post(url: string, secure: boolean, options: http.RequestOptions, body: Uint8Array): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const request = (secure ? https : http).request(url, options, (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size <= LONGEST_ANSWER) parts.push(part);
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'],
          body: Buffer.concat(parts),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

function sentBy<T>({ status, retryAfter, body }: HttpAnswer, url: string, requests: Requests<T>): Sent {
  if (status >= 200 && status < 300) return takenAs(requests.decode(body), url);
  const said = textOf(body, requests);
  const why = `${url} answered ${status}${said === '' ? '' : `: ${said}`}.`;
  if (again.has(status)) return { kind: 'later', afterMs: askedFor(retryAfter), why };
  return status === 413 ? { kind: 'tooLarge', why } : { kind: 'refused', why };
}

/** In one line, where it is text at all. */
function textOf<T>(body: Uint8Array, { contentType }: Requests<T>): string {
  const text = new TextDecoder().decode(body).replace(/\s+/g, ' ').trim().slice(0, 200);
  const isText = contentType === 'application/json' || !/[\p{Cc}\uFFFD]/u.test(text);
  return isText ? text.replace(/\.$/, '') : '';
}

/** Seconds, or a date. */
function askedFor(retryAfter: string | undefined): number | null {
  if (retryAfter === undefined) return null;
  const seconds = Number(retryAfter);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

function reason(error: unknown, { timeoutMs }: OtlpTarget): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return `no answer within ${timeoutMs} ms`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return error.message || code || error.name;
}
