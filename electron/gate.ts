/** The IPC gate: main answers the page it opened itself, in its own top frame, and nobody else. */
import { origin, originOf } from './address.ts';

/** What of Electron's frame the gate looks at. */
export interface Sender {
  readonly url: string;
  readonly parent: object | null;
}

/** `null` is a frame that is gone already. */
export function isOurs(sender: Sender | null): boolean {
  return sender !== null && sender.parent === null && originOf(sender.url) === origin;
}

interface Incoming {
  readonly senderFrame: Sender | null;
}

/** Wraps a handler so that it never runs for a sender that is not ours. */
export function gated<E extends Incoming, A extends unknown[], R>(
  handler: (event: E, ...args: A) => R,
): (event: E, ...args: A) => R {
  return (event, ...args) => {
    if (!isOurs(event.senderFrame)) throw new Error('This window may not speak to the engine.');
    return handler(event, ...args);
  };
}
