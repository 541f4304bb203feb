import { createORPCClient } from '@orpc/client';
import { afterEach, expect, test, vi } from 'vitest';
import { createConnection, EngineUnreachable } from './connection.ts';
import { follow } from './follow.ts';
import type { Transport } from './transport.ts';

/** A line under our hand: it answers what `call` says and dies when told. */
function line(call: Transport['link']['call']) {
  const closed = new AbortController();
  const transport: Transport = { link: { call }, closed: closed.signal, close: () => closed.abort(), post: null };
  return { transport, die: () => closed.abort() };
}

const stop = new AbortController();
afterEach(() => vi.useRealTimers());

interface Pings {
  readonly [name: string]: (input?: unknown) => Promise<unknown>;
}

const client = (link: Transport['link']): Pings => createORPCClient(link) as unknown as Pings;

test('[C2] a call in flight when its line dies rejects, though nobody answers it', async () => {
  const silent = line(async () => new Promise<never>(() => {}));
  const connection = createConnection(async () => silent.transport);
  void connection.keepOpen(stop.signal);
  await connection.live(stop.signal);
  const asked = client(connection.link)['ping']?.();
  silent.die();
  await expect(asked).rejects.toBeInstanceOf(EngineUnreachable);
});

test('[C1] a call waits for a line only so long', async () => {
  const connection = createConnection(async () => Promise.reject(new Error('refused')), 30);
  void connection.keepOpen(stop.signal);
  await expect(client(connection.link)['ping']?.()).rejects.toBeInstanceOf(EngineUnreachable);
});

test('[C3] it dials again after a loss, waiting longer each time, and says in which state it is', async () => {
  vi.useFakeTimers();
  const first = line(async () => 'pong');
  const second = line(async () => 'pong again');
  const dials: number[] = [];
  const answers = [first, null, null, second];
  const connection = createConnection(async () => {
    const answer = answers[dials.push(Date.now()) - 1];
    if (!answer) throw new Error('refused');
    return answer.transport;
  });
  const states: string[] = [];
  connection.useConnection.subscribe(({ state }) => states.push(state));
  void connection.keepOpen(stop.signal);
  await vi.advanceTimersByTimeAsync(0);
  first.die();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(states.filter((state, at) => state !== states[at - 1])).toEqual(['live', 'lost', 'live']);
  expect(dials.map((at, index) => at - (dials[index - 1] ?? at))).toEqual([0, 250, 500, 1_000]);
  expect(await client(connection.link)['ping']?.()).toBe('pong again');
});

test('a stream goes on where it was, over a lost line', async () => {
  const opened: number[] = [];
  const seen: number[] = [];
  let broken = false;
  await follow<number>({
    signal: stop.signal,
    live: async () => {},
    each: (item) => seen.push(item),
    open: async () => {
      opened.push(seen.length);
      return (async function* () {
        for (let item = seen.length; item < 5; item += 1) {
          if (item === 3 && !broken) {
            broken = true;
            throw new Error('the line is dead');
          }
          yield item;
        }
      })();
    },
  });
  expect(seen).toEqual([0, 1, 2, 3, 4]);
  expect(opened).toEqual([0, 3]);
});
