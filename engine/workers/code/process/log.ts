import type { LogLevel } from '../../../activities/activity.ts';
import type { Json } from '../../../core/json.ts';
import type { LogSaid } from '../wire.ts';

const MOST_LINES = 1_000;
const LONGEST_LINE = 4_000;
const MOST_DATA = 16_000;

type Say = (message: LogSaid) => void;

/** What code logs and prints, line by line, with the attempt it is of. So many lines an attempt: an endless loop may print as well. */
export class Log {
  private id: number | null = null;
  private lines = 0;
  private leftOut = 0;
  private readonly partial = { stdout: '', stderr: '' };
  private readonly say: Say;

  constructor(say: Say) {
    this.say = say;
  }

  begin(id: number): void {
    this.id = id;
    this.lines = 0;
    this.leftOut = 0;
  }

  end(): void {
    this.flush('stdout');
    this.flush('stderr');
    if (this.leftOut > 0) this.tell('warn', `${this.leftOut} more lines were left out.`);
    this.begin(0);
    this.id = null;
  }

  line(level: LogLevel, message: string, data?: Json): void {
    if (this.lines >= MOST_LINES) {
      this.leftOut += 1;
      return;
    }
    this.lines += 1;
    this.tell(level, message, data);
  }

  /** Printed text, of which a line need not be whole yet. */
  print(stream: 'stdout' | 'stderr', text: string): void {
    const lines = (this.partial[stream] + text).split('\n');
    this.partial[stream] = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) this.printed(stream, line);
  }

  private flush(stream: 'stdout' | 'stderr'): void {
    const rest = this.partial[stream];
    this.partial[stream] = '';
    if (rest !== '') this.printed(stream, rest);
  }

  private printed(stream: 'stdout' | 'stderr', line: string): void {
    this.line(stream === 'stdout' ? 'info' : 'warn', line.replace(/\r$/, ''));
  }

  private tell(level: LogLevel, message: string, data?: Json): void {
    const cut = message.length > LONGEST_LINE ? `${message.slice(0, LONGEST_LINE)}…` : message;
    const isLong = data !== undefined && JSON.stringify(data).length > MOST_DATA;
    this.say({ t: 'log', id: this.id, level, message: cut, data: isLong ? '[left out: too long]' : data });
  }
}

/** `console` and whatever else writes to this process's own streams. */
export function capturePrinted(log: Log): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    process[stream].write = (chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
      log.print(stream, typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
      const done = rest.find((each) => typeof each === 'function');
      if (done !== undefined) process.nextTick(done);
      return true;
    };
  }
}
