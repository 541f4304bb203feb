import type { LogLevel } from '../../../activities/activity.ts';
import type { Json } from '../../../core/json.ts';
import type { ActivityContext, ActivityLog } from '../activity.ts';
import type { FromProcess, RunAsked } from '../wire.ts';
import type { Log } from './log.ts';
import { plainJson } from './plain.ts';

/** Heartbeats closer together than this are one: ms. */
const BEAT_EVERY_MS = 20;

export interface Attempt {
  readonly context: ActivityContext;
  readonly abort: () => void;
  readonly given: (ask: number, value: string | null) => void;
  /** The last heartbeat goes out; what is asked from now on goes nowhere. */
  readonly end: () => void;
}

export function attemptOf(asked: RunAsked, send: (message: FromProcess) => void, log: Log): Attempt {
  const { id, key, attempt, traceparent, run, step, lastHeartbeat } = asked;
  const stop = new AbortController();
  const beats = heartbeats((details) => send({ t: 'beat', id, details }));
  const secrets = secretsOf((ask, name) => send({ t: 'secret', id, ask, name }));
  let isOver = false;
  const line = (level: LogLevel, message: unknown, data: unknown): void => {
    if (!isOver) log.line(level, String(message), data === undefined ? undefined : shown(data));
  };
  return {
    context: {
      key,
      attempt,
      traceparent,
      run,
      step,
      lastHeartbeat,
      signal: stop.signal,
      log: logOf(line),
      heartbeat: (details) => {
        if (!isOver) beats.beat(details === undefined ? undefined : shown(details));
      },
      secret: (name) => (isOver ? Promise.resolve(null) : secrets.ask(name)),
    },
    abort: () => stop.abort(),
    given: (ask, value) => secrets.given(ask, value),
    end() {
      isOver = true;
      beats.end();
    },
  };
}

const logOf = (line: (level: LogLevel, message: unknown, data: unknown) => void): ActivityLog => ({
  debug: (message, data) => line('debug', message, data),
  info: (message, data) => line('info', message, data),
  warn: (message, data) => line('warn', message, data),
  error: (message, data) => line('error', message, data),
});

function shown(data: unknown): Json {
  const plain = plainJson(data);
  return plain.ok ? plain.value : `[${plain.problem}]`;
}

function heartbeats(send: (details: Json | undefined) => void) {
  let waiting: { details: Json | undefined } | null = null;
  let sentAt = -Infinity;
  let timer: NodeJS.Timeout | null = null;
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waiting === null) return;
    send(waiting.details);
    waiting = null;
    sentAt = performance.now();
  };
  return {
    beat(details: Json | undefined): void {
      waiting = { details: details ?? waiting?.details };
      // Asked of the clock, not left to a timer: code that never waits is heard all the same.
      if (performance.now() - sentAt >= BEAT_EVERY_MS) flush();
      else timer ??= setTimeout(flush, BEAT_EVERY_MS);
    },
    end: flush,
  };
}

function secretsOf(send: (ask: number, name: string) => void) {
  const asked = new Map<number, (value: string | null) => void>();
  let last = 0;
  return {
    ask: (name: string): Promise<string | null> =>
      new Promise((resolve) => {
        last += 1;
        asked.set(last, resolve);
        send(last, name);
      }),
    given(ask: number, value: string | null): void {
      asked.get(ask)?.(value);
      asked.delete(ask);
    },
  };
}
