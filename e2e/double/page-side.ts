/**
 * The page's side of the double: runs the desktop's real preload, with an `electron` made of what the page has. What a port carries is
 * text or bytes; bytes go to the double's main as base64.
 */

/** Names of what Playwright puts into the page, and the page offers to it. */
export const names = { connect: '__doubleConnect', send: '__doubleSend', receive: '__doubleReceive' } as const;

export type Packed = { readonly text: string } | { readonly base64: string };

export const pack = (data: string | Uint8Array): Packed =>
  typeof data === 'string' ? { text: data } : { base64: Buffer.from(data).toString('base64') };

export const unpack = (packed: Packed): string | Uint8Array =>
  'text' in packed ? packed.text : new Uint8Array(Buffer.from(packed.base64, 'base64'));

/** `preload` is the bundled file; `portChannel` the channel on which it is handed its port. */
export const pageScript = (preload: string, portChannel: string): string => `(() => {
  if (window !== window.top) return;
  const ports = new Map();
  const listeners = new Map();
  const pack = (data) => typeof data === 'string' ? { text: data } : { base64: new Uint8Array(data).toBase64() };
  const unpack = (packed) => 'text' in packed ? packed.text : Uint8Array.fromBase64(packed.base64);

  window.${names.receive} = (id, packed) => {
    const port = ports.get(id);
    if (packed === null) port?.close();
    else port?.postMessage(unpack(packed));
  };
  const ipcRenderer = {
    on: (channel, listener) => listeners.set(channel, listener),
    invoke: async () => {
      const id = await window.${names.connect}();
      const { port1, port2 } = new MessageChannel();
      ports.set(id, port1);
      port1.onmessage = ({ data }) => window.${names.send}(id, pack(data));
      port1.addEventListener('close', () => window.${names.send}(id, null));
      listeners.get(${JSON.stringify(portChannel)})({ ports: [port2] });
    },
  };
  const contextBridge = { exposeInMainWorld: (name, api) => { window[name] = api; } };
  const require = () => ({ ipcRenderer, contextBridge });
  ${preload}
})();`;
