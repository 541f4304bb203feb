import type { ReceiverInfo } from '../../contract/traces.ts';
import { codeOf } from '../../node/failure.ts';
import type { ReceiverSettings } from '../store/settings.ts';
import type { TraceWriter } from '../store/writer.ts';
import { type Counts, intake } from './intake.ts';
import { openReceiver, type ReceiverServer } from './server.ts';

/** Turned on and off; one thing at a time, in the order asked. */
export class Receiver {
  private readonly writer: TraceWriter;
  private readonly file: string;
  private settings: ReceiverSettings;
  private server: ReceiverServer | null = null;
  private problem: string | null = null;
  private counts: Counts = { received: 0, refused: 0 };
  private turn: Promise<void> = Promise.resolve();

  constructor(writer: TraceWriter, file: string, settings: ReceiverSettings) {
    this.writer = writer;
    this.file = file;
    this.settings = settings;
    if (settings.on) this.turn = this.open();
  }

  async info(): Promise<ReceiverInfo> {
    await this.turn;
    const { on, port } = this.settings;
    const bound = this.server?.port ?? port;
    const url = this.server === null ? null : `http://127.0.0.1:${bound}`;
    return { on, port: bound, url, problem: this.problem, ...this.counts };
  }

  async set(settings: ReceiverSettings): Promise<ReceiverInfo> {
    this.turn = this.turn.then(() => this.change(settings));
    return this.info();
  }

  async close(): Promise<void> {
    await this.turn;
    await this.shut();
  }

  private async change(settings: ReceiverSettings): Promise<void> {
    const isSame = settings.on && this.server !== null && this.settings.port === settings.port;
    this.settings = settings;
    if (isSame) return;
    await this.shut();
    this.problem = null;
    if (settings.on) await this.open();
  }

  private async open(): Promise<void> {
    this.counts = { received: 0, refused: 0 };
    const take = intake(this.writer, this.file, this.counts);
    try {
      this.server = await openReceiver(this.settings.port, take, (error) => console.error(error));
    } catch (error) {
      this.problem = troubleOf(error, this.settings.port);
    }
  }

  private async shut(): Promise<void> {
    await this.server?.close();
    this.server = null;
  }
}

function troubleOf(error: unknown, port: number): string {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') return `Port ${port} is in use: stop what has it, or choose another.`;
  if (code === 'EACCES') return `Port ${port} may not be listened on: choose one above 1023.`;
  return `Port ${port} cannot be listened on: ${code ?? String(error)}.`;
}
