/** What the thread does: sends spans, metrics and lines of the log, each for itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueDepth } from '../../runtime/index.ts';
import type { SpanRecord } from '../../contract/types.ts';
import type { LogLine } from '../../telemetry/out/log-lines.ts';
import type { Levels } from '../../telemetry/out/metrics.ts';
import { sampling } from '../../telemetry/out/sampling.ts';
import { SendLogs } from '../../telemetry/out/send-logs.ts';
import { SendTraces } from '../../telemetry/out/send-traces.ts';
import type { Pause, Sender, Tally } from '../../telemetry/out/sending.ts';
import type { Target } from '../../telemetry/out/settings.ts';
import { openCheckpoint } from './checkpoint.ts';
import { type JournalReading, readJournal } from './journal.ts';
import { type Meters, openMeters } from './meters.ts';
import { logRequests, metricRequests, type Requests, traceRequests } from './requests.ts';
import { senderTo } from './senders.ts';
import { testSpan } from './test-span.ts';
import type { SignalStatus, ThreadData, ThreadStatus } from './thread.ts';

export interface Ports {
  readonly warn: (message: string) => void;
  readonly print: (line: string) => void;
  readonly queues: () => Promise<readonly QueueDepth[]>;
}

export interface PostOffice {
  log(lines: readonly LogLine[]): void;
  status(): ThreadStatus;
  scrape(countFrom: number): Promise<string>;
  /** One span to where spans go: null, or why it was not taken. */
  test(): Promise<string | null>;
  /** True: all that was there is sent or refused. */
  flush(ms: number): Promise<boolean>;
  close(): Promise<void>;
}

export const pause: Pause = async (ms, signal) => {
  try {
    await sleep(Math.min(ms, 2 ** 31 - 1), undefined, { signal, ref: true });
    return true;
  } catch {
    return false;
  }
};

const FOLLOW_MS = 1_000;

export async function openPostOffice(data: ThreadData, ports: Ports): Promise<PostOffice> {
  const journal = readJournal(data.database);
  const agent = `sagaloom/${data.version}`;
  const to = <T>(target: Target, requests: (protocol: 'http/protobuf' | 'http/json' | 'grpc') => Requests<T>) =>
    senderTo(target, requests(target.kind === 'otlp' ? target.protocol : 'http/json'), agent, ports.print);
  const { targets, resource } = data.out;
  const spans = targets.traces && (await to(targets.traces, (protocol) => traceRequests(protocol, resource)));
  const metrics = targets.metrics && (await to(targets.metrics, metricRequests));
  const lines = targets.logs && (await to(targets.logs, (protocol) => logRequests(protocol, resource)));
  const traces = spans && openTraces(data, journal, spans, ports);
  const logs = lines && new SendLogs({ sender: lines, batch: data.out.logBatch, pause, now: Date.now });
  const stopping = new AbortController();

  let meters: Meters | null = null;
  const status = (): ThreadStatus => statusOf(journal, traces, meters, metrics !== null, logs);
  const metersFrom = (from: number): Meters => {
    const levels = async (): Promise<Levels> => ({
      ...journal.levels(),
      queues: await ports.queues(),
      exporters: exportersOf(status()),
    });
    return (meters ??= openMeters({ journal, resource, from, levels }));
  };
  if (data.countFrom !== null) metersFrom(data.countFrom);
  const following = repeat(FOLLOW_MS, stopping.signal, ports.warn, () => meters?.follow());
  const every = data.out.metricIntervalMs;
  const pushing = metrics && repeat(every, stopping.signal, ports.warn, () => meters?.push(metrics));
  const flushed = async (): Promise<void> => {
    await Promise.all([traces?.sender.reached(journal.end()), logs?.flush(), metrics && meters?.push(metrics)]);
  };
  return {
    log: (added) => logs?.add(added),
    status,
    scrape: (from) => metersFrom(from).scrape(),
    async test() {
      if (spans === null) return 'Nothing is sent: set an endpoint first.';
      const sent = await spans.send([testSpan(Date.now())]);
      return sent.kind === 'taken' && sent.refused === 0 ? sent.why : (sent.why ?? 'It was refused.');
    },
    async flush(ms) {
      const over = new AbortController();
      const late = pause(ms, over.signal).then(() => false);
      const done = await Promise.race([flushed().then(() => true), late]);
      over.abort();
      return done;
    },
    async close() {
      stopping.abort();
      // The senders first: what they are at is given up, and sent again by the next.
      await Promise.all([spans?.close(), metrics?.close(), lines?.close(), traces?.sender.stop(), logs?.stop()]);
      await Promise.all([following, pushing]);
      traces?.close();
      journal.close();
    },
  };
}

interface Traces {
  readonly sender: SendTraces;
  close(): void;
}

function openTraces(
  { database, out }: ThreadData,
  journal: JournalReading,
  sender: Sender<SpanRecord>,
  { warn }: Ports,
): Traces {
  const checkpoint = openCheckpoint(database, journal);
  let said = '';
  const sending = new SendTraces({
    read: (after) => journal.part(after, checkpoint.since),
    save: (position) => checkpoint.save(position),
    from: checkpoint.position,
    sender,
    isSampled: sampling(out.sampler),
    batch: out.batch,
    pause,
    now: Date.now,
    onFailure(error) {
      const why = error instanceof Error ? error.message : String(error);
      if (why !== said) warn(`Spans could not be read; trying again: ${why}`);
      said = why;
    },
  });
  return { sender: sending, close: () => checkpoint.close() };
}

async function repeat(
  everyMs: number,
  signal: AbortSignal,
  warn: (line: string) => void,
  work: () => Promise<void> | void,
): Promise<void> {
  while (await pause(everyMs, signal)) {
    try {
      await work();
    } catch (error) {
      warn(`Metrics could not be counted; trying again: ${String(error)}`);
    }
  }
}

function statusOf(
  journal: JournalReading,
  traces: Traces | null,
  meters: Meters | null,
  pushes: boolean,
  logs: SendLogs | null,
): ThreadStatus {
  return {
    ...(traces && { traces: tracesStatus(journal, traces.sender) }),
    ...(pushes && meters && { metrics: signalStatus(meters.tally) }),
    ...(logs && { logs: { ...signalStatus(logs.tally), behind: logs.waiting } }),
  };
}

function signalStatus({ sent, refused, overflow, lastSentAt, problem }: Tally): SignalStatus {
  return { sent, refused, overflow, lastSentAt, problem, sampledOut: 0, deleted: 0, behind: null, behindMs: null };
}

function tracesStatus(journal: JournalReading, { tally, acknowledged }: SendTraces): SignalStatus {
  const { sampledOut, deleted } = tally;
  const behind = Math.max(0, journal.end() - acknowledged);
  const first = behind > 0 ? journal.timeAfter(acknowledged) : null;
  const behindMs = first === null ? 0 : Math.max(0, Date.now() - first);
  return { ...signalStatus(tally), sampledOut, deleted, behind, behindMs };
}

function exportersOf(status: ThreadStatus): Levels['exporters'] {
  return Object.entries(status).map(([signal, { sent, refused, overflow, sampledOut, deleted, behind }]) => ({
    signal,
    sent,
    dropped: signal === 'traces' ? { refused, overflow, sampled: sampledOut, deleted } : { refused, overflow },
    behind: signal === 'traces' ? behind : null,
  }));
}
