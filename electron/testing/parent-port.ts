/**
 * Loaded before the engine's process: gives it the `process.parentPort` that Electron would, over this process's IPC channel. Ports
 * behave as Electron's do: they hold messages until they are started, and speak of their end with `close`.
 */
import { EventEmitter } from 'node:events';

/** What passes between the engine's process and the double's main. */
export type Wire =
  | { readonly kind: 'open'; readonly port: number }
  | { readonly kind: 'data'; readonly port: number; readonly data: string | Uint8Array }
  | { readonly kind: 'close'; readonly port: number }
  | { readonly kind: 'said'; readonly data: unknown }
  /** What main says to the process itself. */
  | { readonly kind: 'told'; readonly data: unknown };

const send = (message: Wire): void => {
  process.send?.(message);
};

class Port extends EventEmitter {
  readonly #id: number;
  #held: { readonly data: string | Uint8Array }[] | null = [];

  constructor(id: number) {
    super();
    this.#id = id;
  }

  postMessage(data: string | Uint8Array): void {
    send({ kind: 'data', port: this.#id, data });
  }

  start(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const message of held) this.emit('message', message);
  }

  close(): void {
    send({ kind: 'close', port: this.#id });
    this.emit('close');
  }

  receive(data: string | Uint8Array): void {
    if (this.#held === null) this.emit('message', { data });
    else this.#held.push({ data });
  }
}

const ports = new Map<number, Port>();
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (data: unknown) => send({ kind: 'said', data }),
});

process.on('message', (message: Wire) => {
  if (message.kind === 'open') {
    const port = new Port(message.port);
    ports.set(message.port, port);
    parentPort.emit('message', { data: null, ports: [port] });
  } else if (message.kind === 'told') {
    parentPort.emit('message', { data: message.data, ports: [] });
  } else if (message.kind === 'data') {
    ports.get(message.port)?.receive(message.data);
  } else if (message.kind === 'close') {
    ports.get(message.port)?.emit('close');
    ports.delete(message.port);
  }
});
process.once('disconnect', () => process.exit(0));

Object.defineProperty(process, 'parentPort', { value: parentPort });
