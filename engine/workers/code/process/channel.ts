import { Socket } from 'node:net';
import { CHANNEL_FD, type FromProcess, Lines, type ToProcess } from '../wire.ts';

/** This process's end of the pipe. When the engine closes it, the process is no longer needed. */
export interface Channel {
  readonly send: (message: FromProcess) => void;
  /** Sends a last message, and leaves. */
  readonly sendAndLeave: (message: FromProcess, code: number) => void;
  readonly listen: (take: (message: ToProcess) => void) => void;
}

/** Longest time a last message is given to get out. */
const LEAVE_WITHIN_MS = 500;

/** Before anybody's code replaces it. */
const leave = process.exit.bind(process);

export function openChannel(): Channel {
  const socket = new Socket({ fd: CHANNEL_FD, readable: true, writable: true });
  socket.on('error', () => leave(0)).on('close', () => leave(0)); // the engine has gone, or wants no more
  const send = (message: FromProcess, done?: () => void): void => {
    socket.write(`${JSON.stringify(message)}\n`, done);
  };
  return {
    send: (message) => send(message),
    sendAndLeave(message, code) {
      setTimeout(() => leave(code), LEAVE_WITHIN_MS);
      send(message, () => leave(code));
    },
    listen(take) {
      const lines = new Lines((line) => take(JSON.parse(line) as ToProcess));
      socket.setEncoding('utf8').on('data', (text: string) => void lines.push(text));
    },
  };
}
