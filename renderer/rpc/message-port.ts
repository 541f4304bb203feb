import { RPCLink } from '@orpc/client/message-port';
import type { Dial } from './transport.ts';

/** What the preload of the desktop window offers. */
export interface DesktopBridge {
  /** A port to the engine then comes as a message of our own window: it cannot be returned through the context bridge. */
  connect(): Promise<void>;
}

declare global {
  interface Window {
    readonly sagaloom?: DesktopBridge;
  }
}

export function messagePortDial(bridge: DesktopBridge): Dial {
  return async (signal) => {
    const port = await receivePort(bridge, signal);
    const closed = new AbortController();
    port.addEventListener('close', () => closed.abort(new Error('The engine has stopped.')));
    const link = new RPCLink({ port });
    port.start();
    return { link, closed: closed.signal, close: () => port.close(), post: null };
  };
}

async function receivePort(bridge: DesktopBridge, signal: AbortSignal): Promise<MessagePort> {
  const done = new AbortController();
  try {
    return await new Promise<MessagePort>((resolve, reject) => {
      window.addEventListener(
        'message',
        ({ source, data, ports }: MessageEvent<unknown>) => {
          if (source === window && data === 'sagaloom:port' && ports[0]) resolve(ports[0]);
        },
        { signal: done.signal },
      );
      signal.addEventListener('abort', () => reject(new Error('The engine does not answer.')), { signal: done.signal });
      bridge.connect().catch(reject);
    });
  } finally {
    done.abort();
  }
}
