/**
 * The outer world, in a process of its own that nobody kills: does effects once a key, undoes them, is slow, fails before or after
 * the effect, and remembers every call. One line of JSON says where it listens.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomFrom } from '../../random.ts';
import type { Call, EffectState } from '../effects.ts';

const random = randomFrom(Number(process.argv[2] ?? 1));
const calls: Call[] = [];
const effects = new Map<string, EffectState>();
const LONGEST_MS = 30;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** What it does is done before it answers, and whoever asks again under the key gets the same. */
function act(route: string, key: string): number {
  if (route === '/look') return 200;
  const of = key.replace(/:undo$/, '');
  const now = effects.get(of);
  if (route === '/undo') effects.set(of, now === 'done' || now === 'undone' ? 'undone' : 'tombstone');
  else if (now === undefined) effects.set(of, 'done');
  else if (now !== 'done') return 409; // undone before it came
  return 200;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const route = request.url ?? '';
  if (route === '/calls') return send(response, 200, calls);
  if (route === '/effects') return send(response, 200, Object.fromEntries(effects));
  const key = String(request.headers['idempotency-key'] ?? '');
  const at = Date.now();
  await pause(random.below(LONGEST_MS));
  const luck = random.below(10);
  if (luck === 0) {
    calls.push({ key, at, status: 503, route });
    return send(response, 503, { why: 'before' });
  }
  const status = act(route, key);
  const said = luck === 1 && status === 200 ? 503 : status; // done, and nobody hears of it
  calls.push({ key, at, status: said, route });
  await pause(random.below(LONGEST_MS));
  send(response, said, { key });
}

const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
process.stdin.once('end', () => process.exit()).resume();
