/**
 * The service that tasks ask for effects, in a process of its own that nobody kills: does an effect once a key, and logs it. It answers
 * late, at times not at all after it has done it. One line of JSON says where it listens.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomFrom } from '../../random.ts';

const random = randomFrom(Number(process.argv[2] ?? 1));
const LONGEST_MS = 20;
/** In the order in which they were done. */
const log: { readonly key: string; readonly effect: number }[] = [];
const byKey = new Map<string, number>();
let calls = 0;
/** Requests under way, by worker. */
const busy = new Map<string, number>();

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const send = (response: ServerResponse, body: unknown): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

function effectOf(key: string): number {
  const before = byKey.get(key);
  if (before !== undefined) return before;
  const effect = log.length;
  byKey.set(key, effect);
  log.push({ key, effect });
  return effect;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/calls') return send(response, { calls, busy: Object.fromEntries(busy) });
  if (request.url === '/log') return send(response, { calls, log });
  calls += 1;
  const worker = String(request.headers['x-worker'] ?? '');
  busy.set(worker, (busy.get(worker) ?? 0) + 1);
  response.once('close', () => busy.set(worker, (busy.get(worker) ?? 0) - 1));
  await pause(random.below(LONGEST_MS));
  const effect = effectOf(String(request.headers['idempotency-key'] ?? ''));
  await pause(random.below(LONGEST_MS));
  if (random.chance(0.02)) request.socket.destroy();
  else send(response, { effect });
}

const server = createServer((request, response) => void answer(request, response));
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
process.stdin.once('end', () => process.exit()).resume();
