import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { CHANNEL_FD, type FromProcess, LIFELINE_FD, Lines, type ToProcess } from './wire.ts';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  /** V8, or the process's own watch over its memory, ended it. */
  readonly isOutOfMemory: boolean;
  /** What was said on the channel was no message. */
  readonly isGarbled: boolean;
}

interface ChildEvents {
  readonly onMessage: (message: FromProcess) => void;
  /** Printed past Node's own streams: by native code, or by what the code starts. */
  readonly onPrinted: (line: string) => void;
  /** Once, when all it said has been heard. */
  readonly onExit: (exit: Exit) => void;
}

/** Until what it said last is read: a process it started may hold its pipes open. */
const DRAIN_MS = 250;

/** A polite end is given so long. */
const END_WITHIN_MS = 2_000;

const MOST_TAIL = 4_000;

/** This side of a process's pipes. */
export class Child {
  private readonly process: ChildProcess;
  private readonly channel: Socket;
  private readonly events: ChildEvents;
  private tail = '';
  private isGarbled = false;
  private isOver = false;

  constructor(process: ChildProcess, events: ChildEvents) {
    this.process = process;
    this.events = events;
    this.channel = pipeOf(process, CHANNEL_FD);
    this.listen();
    pipeOf(process, LIFELINE_FD).on('error', () => {});
    process.once('error', () => this.over({ code: null, signal: null })); // it could not be started
    process.once('exit', (code, signal) => this.exited(code, signal));
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  send(message: ToProcess): void {
    if (this.channel.writable) this.channel.write(`${JSON.stringify(message)}\n`);
  }

  /** It leaves when it has nothing to do; else it is killed. */
  end(): void {
    this.channel.end();
    const timer = setTimeout(() => this.kill(), END_WITHIN_MS);
    this.process.once('exit', () => clearTimeout(timer));
  }

  /** With whatever it started. */
  kill(): void {
    const { pid } = this.process;
    if (pid === undefined || this.isOver) return;
    killGroup(pid);
    this.process.kill('SIGKILL');
  }

  private listen(): void {
    const lines = new Lines((line) => this.take(line));
    this.channel.setEncoding('utf8').on('error', () => {}); // it ended: the exit says why
    this.channel.on('data', (text: string) => {
      if (!lines.push(text)) this.garbled();
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      const printed = new Lines((line) => this.events.onPrinted(line));
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.tail = (this.tail + text).slice(-MOST_TAIL);
        printed.push(text);
      });
    }
  }

  private take(line: string): void {
    if (this.isGarbled) return;
    const message = parsed(line);
    if (message === null) this.garbled();
    else this.events.onMessage(message);
  }

  private garbled(): void {
    this.isGarbled = true;
    this.kill();
  }

  private exited(code: number | null, signal: string | null): void {
    if (this.process.pid !== undefined) killGroup(this.process.pid); // what it started and left
    const over = (): void => this.over({ code, signal });
    if (this.channel.readableEnded || this.channel.destroyed) return over();
    this.channel.once('close', over);
    setTimeout(over, DRAIN_MS).unref();
  }

  private over({ code, signal }: Pick<Exit, 'code' | 'signal'>): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const stream of this.process.stdio) stream?.destroy();
    const isOutOfMemory = /heap out of memory|Reached heap limit|sagaloom: out of memory|ENOMEM/.test(this.tail);
    this.events.onExit({ code, signal, isOutOfMemory, isGarbled: this.isGarbled });
  }
}

function pipeOf({ stdio }: ChildProcess, fd: number): Socket {
  const pipe: unknown = stdio[fd];
  return pipe instanceof Socket ? pipe : new Socket(); // it could not be started
}

function parsed(line: string): FromProcess | null {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' && message !== null && 't' in message ? (message as FromProcess) : null;
  } catch {
    return null;
  }
}

function killGroup(pid: number): void {
  if (process.platform === 'win32') return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // nobody is left in it
  }
}
