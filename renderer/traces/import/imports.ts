/**
 * Files of traces on their way to the engine, one after the other, each as a stream (send.ts). However large a file is, the page holds a few
 * pieces of it at most.
 */
import type { ImportProgress } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import { translate } from '../../locales/index.ts';
import { engine } from '../../rpc/index.ts';
import { announce } from '../../ui/index.ts';
import { rateOf, type Sample, withSample } from './rate.ts';
import { problemWords, send, UnreadableFile } from './send.ts';

export interface ImportJob {
  readonly id: number;
  readonly name: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly phase: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Of these, read so far. */
  readonly read: number;
  /** What the engine has made of it. */
  readonly progress: ImportProgress | null;
  /** Spans a second: of now while it runs, of the whole once it is done. */
  readonly rate: number | null;
  /** What made it fail, or stop before its end; null: nothing did. In words by `problemWords`. */
  readonly problem: unknown;
}

export const useImports = create<{ readonly jobs: readonly ImportJob[] }>(() => ({ jobs: [] }));

const waiting: { readonly id: number; readonly file: File }[] = [];
const stops = new Map<number, AbortController>();
let lastId = 0;
let isRunning = false;

export function importTraces(files: Iterable<File>): void {
  for (const file of files) {
    const id = ++lastId;
    waiting.push({ id, file });
    stops.set(id, new AbortController());
    const job: ImportJob = {
      id,
      name: file.name,
      size: file.size,
      phase: 'waiting',
      read: 0,
      progress: null,
      rate: null,
      problem: null,
    };
    useImports.setState(({ jobs }) => ({ jobs: [...jobs, job] }));
  }
  void runAll();
}

export function cancelImport(id: number): void {
  stops.get(id)?.abort();
  const at = waiting.findIndex((each) => each.id === id);
  if (at === -1) return;
  waiting.splice(at, 1);
  stops.delete(id);
  put(id, { phase: 'cancelled' });
}

export const isOver = ({ phase }: ImportJob): boolean => phase !== 'waiting' && phase !== 'running';

/** What is over leaves the screen. */
export function dismissImports(): void {
  useImports.setState(({ jobs }) => ({ jobs: jobs.filter((job) => !isOver(job)) }));
}

async function runAll(): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const stop = stops.get(next.id) ?? new AbortController();
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await importOne(next.id, next.file, stop.signal);
    stops.delete(next.id);
  }
  isRunning = false;
}

async function importOne(id: number, file: File, signal: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  put(id, { phase: 'running' });
  try {
    const { importId } = await engine.traces.import.begin({ name: file.name });
    const cutShort = await sendOrAbort(id, file, importId, signal);
    if (signal.aborted) return put(id, { phase: 'cancelled', rate: null });
    const progress = await engine.traces.import.end({ importId });
    const rate = rateOf([
      { at: startedAt, spans: 0 },
      { at: performance.now(), spans: progress.spans },
    ]);
    put(id, { phase: 'done', progress, rate, read: file.size, problem: cutShort });
    announce(resultWords(file.name, progress));
  } catch (error) {
    put(id, { phase: 'failed', problem: error, rate: null });
    announce(translate('traces.import.failedSaid', { name: file.name, problem: problemWords(error) }));
  }
}

/** Gives back why the file could not be read to its end, null where it was; what came before is kept. */
async function sendOrAbort(
  id: number,
  file: File,
  importId: string,
  signal: AbortSignal,
): Promise<UnreadableFile | null> {
  let samples: readonly Sample[] = [{ at: performance.now(), spans: 0 }];
  const told = (progress: ImportProgress): void => {
    samples = withSample(samples, { at: performance.now(), spans: progress.spans });
    put(id, { progress, rate: rateOf(samples), read: progress.bytes });
  };
  try {
    await send({ importId, file, signal, told });
    if (signal.aborted) await engine.traces.import.abort({ importId });
    return null;
  } catch (error) {
    // A file that breaks off is the reader's trouble; a refusal is the engine's word on all of it.
    if (error instanceof UnreadableFile && (await bytesTaken(importId)) > 0) return error;
    await engine.traces.import.abort({ importId }).catch(() => undefined);
    throw error;
  }
}

async function bytesTaken(importId: string): Promise<number> {
  const progress = await engine.traces.import.progress({ importId }).catch(() => null);
  return progress?.bytes ?? 0;
}

function resultWords(name: string, { spans, traces, refused }: ImportProgress): string {
  return translate('traces.import.resultSaid', { name, spans, traces, refused });
}

function put(id: number, change: Partial<ImportJob>): void {
  useImports.setState(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, ...change } : job)) }));
}
