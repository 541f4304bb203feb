import { once } from 'node:events';
import { createGunzip, type Gunzip } from 'node:zlib';
import type { ImportProgress } from '../../contract/traces.ts';
import type { TraceWriter } from '../store/writer.ts';
import { fileSink, Importing, messageOf } from './importing.ts';

/** A file that comes in pieces, packed with gzip or not. After what cannot be read, nothing more of it is. */
export class ImportSession {
  private readonly importing: Importing;
  private gunzip: Gunzip | null = null;
  /** Of the file, as they came. */
  private bytes = 0;
  private broken: string | null = null;

  constructor(writer: TraceWriter) {
    this.importing = new Importing(fileSink(writer));
  }

  /** `at`: where in the file it begins, by whoever sends it; a piece that does not follow the one before is not read. */
  async append(chunk: Buffer, at: number = this.bytes): Promise<ImportProgress> {
    if (at !== this.bytes)
      throw new Error(`A piece begins at byte ${at} of its file, and byte ${this.bytes} comes next.`);
    if (this.bytes === 0 && isGzip(chunk)) this.gunzip = this.unpacking();
    this.bytes += chunk.length;
    if (this.broken !== null || chunk.length === 0) return this.progress();
    if (this.gunzip === null) this.push(chunk);
    else await this.unpack(this.gunzip, chunk);
    return this.progress();
  }

  async end(): Promise<ImportProgress> {
    const { gunzip } = this;
    if (gunzip !== null && this.broken === null) {
      gunzip.end();
      await once(gunzip, 'close').catch(() => {}); // what is wrong was noted
    }
    if (this.broken === null) this.broken = this.importing.end();
    return this.progress();
  }

  /** What was read stays. */
  abort(): void {
    this.gunzip?.destroy();
    this.importing.keep();
  }

  private push(chunk: Buffer): void {
    if (this.broken !== null) return;
    try {
      this.importing.push(chunk);
    } catch (error) {
      this.broken = messageOf(error);
      this.importing.keep();
    }
  }

  private unpacking(): Gunzip {
    const gunzip = createGunzip();
    gunzip.on('data', (chunk: Buffer) => this.push(chunk));
    gunzip.on('error', ({ message }) => {
      this.broken ??= `It cannot be unpacked: ${message}, after ${this.importing.bytes} bytes.`;
      this.importing.keep();
    });
    return gunzip;
  }

  private async unpack(gunzip: Gunzip, chunk: Buffer): Promise<void> {
    await new Promise<void>((resolve) => {
      gunzip.once('close', resolve);
      gunzip.write(chunk, () => {
        gunzip.off('close', resolve);
        resolve();
      });
    });
  }

  progress(): ImportProgress {
    const { spans, refused, why, traceCount, traceIds } = this.importing;
    return { bytes: this.bytes, spans, traces: traceCount, traceIds, refused, why: this.broken ?? why };
  }
}

const isGzip = (chunk: Buffer): boolean => chunk[0] === 0x1f && chunk[1] === 0x8b;
