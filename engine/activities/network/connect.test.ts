import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { open as openWay, type Way } from './connector.ts';
import { ForbiddenError } from './forbidden.ts';
import { type NetworkPolicy, networkPolicy } from './policy.ts';
import type { Resolve } from './resolve.ts';

interface Listening {
  readonly port: number;
  /** What came in, by connection. */
  readonly connections: readonly { bytes: number }[];
}

const servers: { readonly server: Server; readonly sockets: Set<Socket> }[] = [];
afterEach(async () => {
  for (const { server, sockets } of servers.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  }
});

async function listen(host = '127.0.0.1'): Promise<Listening> {
  const connections: { bytes: number }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const connection = { bytes: 0 };
    connections.push(connection);
    sockets.add(socket);
    socket.on('data', (chunk: Buffer) => (connection.bytes += chunk.length)).on('error', () => {});
  });
  server.listen(0, host);
  await once(server, 'listening');
  servers.push({ server, sockets });
  return { port: (server.address() as AddressInfo).port, connections };
}

const way = (policy: NetworkPolicy, resolve?: Resolve): Way => ({ policy, proxy: null, tls: {}, resolve });
const isForbidden = (error: unknown): boolean => error instanceof ForbiddenError;

/** Answers one after the other, the last repeating, and counts. */
function answering(...answers: readonly (readonly string[])[]): { readonly resolve: Resolve; asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    resolve: async () => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? [];
      asked += 1;
      return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  };
}

describe('network: connections', () => {
  test('[NW4] a name of which one address is forbidden is refused, whichever it is', async () => {
    const server = await listen();
    for (const addresses of [
      ['169.254.169.254'],
      ['127.0.0.1', '169.254.169.254'],
      ['::ffff:a9fe:a9fe', '127.0.0.1'],
    ]) {
      const { resolve } = answering(addresses);
      const opening = openWay({ host: 'innocent.example', port: server.port }, false, way(networkPolicy(), resolve));
      await expect(opening).rejects.toSatisfy(isForbidden);
    }
    expect(server.connections).toEqual([]);
  });

  test('a name that resolves to another address a moment later is asked for once, and connected to where it was looked at', async () => {
    const server = await listen();
    const { resolve, asked } = answering(['127.0.0.1'], ['169.254.169.254']);
    const socket = await openWay({ host: 'rebind.example', port: server.port }, false, way(networkPolicy(), resolve));
    expect([socket.remoteAddress, asked()]).toEqual(['127.0.0.1', 1]);
    socket.destroy();
  });

  test('the other way round it is refused at once', async () => {
    const { resolve } = answering(['169.254.169.254'], ['127.0.0.1']);
    const opening = openWay({ host: 'rebind.example', port: 1 }, false, way(networkPolicy(), resolve));
    await expect(opening).rejects.toThrow('rebind.example resolves to 169.254.169.254');
  });

  test('the address that it was made to is looked at again before a byte is written, also of a handshake', async () => {
    for (const isSecure of [false, true]) {
      const server = await listen();
      let looks = 0;
      const refusesAddress = () => ((looks += 1) === 1 ? null : 'not there');
      const policy: NetworkPolicy = { key: 'x', refusesHost: () => null, refusesAddress };
      const opening = openWay({ host: 'localhost4.example', port: server.port }, isSecure, {
        ...way(policy, answering(['127.0.0.1']).resolve),
      });
      await expect(opening).rejects.toThrow('localhost4.example led to not there');
      expect(server.connections.every(({ bytes }) => bytes === 0)).toBe(true);
    }
  });

  test('names of the system are looked up and looked at', async () => {
    const server = await listen();
    const target = { host: 'localhost', port: server.port };
    const socket = await openWay(target, false, way(networkPolicy()));
    socket.destroy();
    await expect(openWay(target, false, way(networkPolicy({ network: 'public' })))).rejects.toSatisfy(isForbidden);
    const denied = networkPolicy({ network: 'any', deny: ['127.0.0.0/8', '::1'] });
    await expect(openWay(target, false, way(denied))).rejects.toThrow('localhost resolves to');
  });

  test('the first address that answers is taken, of those that were looked at', async () => {
    const server = await listen();
    const { resolve } = answering(['127.0.0.9', '127.0.0.1']); // nobody listens on the first
    const socket = await openWay({ host: 'two.example', port: server.port }, false, way(networkPolicy(), resolve));
    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
  });

  test('a name without an address, and one that cannot be looked up, are no connection', async () => {
    const none = answering([]);
    await expect(openWay({ host: 'none.example', port: 1 }, false, way(networkPolicy(), none.resolve))).rejects.toThrow(
      'no address',
    );
    const broken: Resolve = () => Promise.reject(new Error('no name server'));
    await expect(openWay({ host: 'a.example', port: 1 }, false, way(networkPolicy(), broken))).rejects.toThrow(
      'no name server',
    );
  });

  test('IPv6 is decided alike', async () => {
    const server = await listen('::1').catch(() => null);
    if (server === null) return; // a machine without IPv6
    const socket = await openWay({ host: '::1', port: server.port }, false, way(networkPolicy()));
    expect(socket.remoteAddress).toBe('::1');
    socket.destroy();
    const closed = openWay({ host: '::1', port: server.port }, false, way(networkPolicy({ network: 'public' })));
    await expect(closed).rejects.toSatisfy(isForbidden);
  });
});
