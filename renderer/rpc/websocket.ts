import { RPCLink } from '@orpc/client/websocket';
import type { Dial, Transport } from './transport.ts';

/** The page's own host, with the token that only the page it served has. */
export function webSocketDial(page: Location = location): Dial {
  let token = tokenOf(document);
  return async (signal) => {
    token ??= await freshToken(page, signal);
    const socket = new WebSocket(addressOf(page), [`sagaloom.${token}`]);
    socket.binaryType = 'arraybuffer';
    // An engine that was started again has a new token, which a fresh copy of the page holds.
    token = null;
    await opened(socket, signal);
    token = socket.protocol.replace(/^sagaloom\./, '') || null;
    const closed = new AbortController();
    socket.addEventListener('close', () => closed.abort(new Error('The connection to the engine was closed.')));
    return {
      link: new RPCLink({ websocket: socket }),
      closed: closed.signal,
      close: () => socket.close(),
      post: posting(socket.protocol.replace(/^sagaloom\./, '')),
    };
  };
}

const posting =
  (token: string): NonNullable<Transport['post']> =>
  (path, body, signal) =>
    fetch(path, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body, signal });

function addressOf({ protocol, host }: Location): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc`;
}

function tokenOf(page: Document): string | null {
  return page.querySelector<HTMLMetaElement>('meta[name="sagaloom-token"]')?.content ?? null;
}

async function freshToken(page: Location, signal: AbortSignal): Promise<string> {
  const response = await fetch(page.pathname, { cache: 'no-store', signal });
  const token = tokenOf(new DOMParser().parseFromString(await response.text(), 'text/html'));
  if (!token) throw new Error('The page holds no token for its engine.');
  return token;
}

async function opened(socket: WebSocket, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const settle = new AbortController();
    const on = (type: 'open' | 'close', then: () => void) => {
      socket.addEventListener(
        type,
        () => {
          settle.abort();
          then();
        },
        { once: true, signal: settle.signal },
      );
    };
    on('open', resolve);
    on('close', () => reject(new Error('The engine does not answer.')));
    signal.addEventListener('abort', () => socket.close(), { once: true, signal: settle.signal });
  });
}
