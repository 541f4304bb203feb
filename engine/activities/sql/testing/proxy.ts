import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between client and server that fails at a word: before the server gets it, or before its answer comes back. */
export interface Proxy {
  readonly port: number;
  /** The next that holds this word is the last of its connection. */
  readonly cutAt: (word: string, when: 'before' | 'after') => void;
  readonly close: () => Promise<void>;
}

export async function proxyTo(target: number): Promise<Proxy> {
  const open = new Set<Socket>();
  let cut: { readonly word: string; readonly when: 'before' | 'after' } | null = null;
  const server = createServer((client) => {
    const far = connect(target, '127.0.0.1');
    for (const socket of [client, far]) {
      open.add(socket);
      socket.on('error', () => {}).once('close', () => open.delete(socket));
    }
    const end = (): void => {
      client.destroy();
      far.destroy();
    };
    let isLast = false;
    client.on('data', (chunk: Buffer) => {
      if (cut !== null && chunk.includes(cut.word)) {
        const { when } = cut;
        cut = null;
        if (when === 'before') return end();
        isLast = true;
      }
      far.write(chunk);
    });
    far.on('data', (chunk: Buffer) => (isLast ? end() : client.write(chunk)));
    client.once('close', end);
    far.once('close', end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cutAt: (word, when) => (cut = { word, when }),
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
