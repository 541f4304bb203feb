import { vi } from 'vitest';
import type { Broker, Incoming, Limits, Outgoing } from '../broker.ts';
import { openBroker } from '../open.ts';
import { quickLimits } from './limits.ts';

export interface Collected {
  readonly received: readonly Incoming[];
  readonly warnings: readonly string[];
  /** Of what was received, as texts. */
  readonly texts: () => readonly string[];
  /** Resolves when so many were received. */
  readonly count: (count: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Collecting {
  readonly topic: string;
  readonly group?: string;
  readonly limits?: Partial<Limits>;
  readonly onMessage?: (message: Incoming) => Promise<void>;
}

export const TIMEOUT_MS = 20_000;

/** Listens, and keeps what comes. */
export async function collect(
  broker: Broker,
  { topic, group = 'g', limits, onMessage }: Collecting,
): Promise<Collected> {
  const received: Incoming[] = [];
  const warnings: string[] = [];
  const controller = new AbortController();
  const subscription = { topic, group, limits: { ...quickLimits, ...limits } };
  const listener = {
    async onMessage(message: Incoming): Promise<void> {
      received.push(message);
      await onMessage?.(message);
    },
    warn: (message: string): void => void warnings.push(message),
  };
  const { done } = await broker.consume(subscription, listener, controller.signal);
  return {
    received,
    warnings,
    texts: () => received.map(({ payload }) => Buffer.from(payload).toString()),
    count: (count) =>
      waitUntil(
        () => received.length >= count,
        () => `${received.length} of ${count} came: ${warnings.join('; ')}`,
      ),
    async stop() {
      controller.abort();
      await done;
    },
  };
}

export function waitUntil(isSo: () => boolean, otherwise: () => string = () => 'it did not come'): Promise<void> {
  const check = (): void => {
    if (!isSo()) throw new Error(otherwise());
  };
  return vi.waitFor(check, { timeout: TIMEOUT_MS, interval: 5 });
}

export async function openedBroker(settings: {
  readonly type: string;
  readonly [field: string]: unknown;
}): Promise<Broker> {
  const found = await openBroker(settings);
  if (!found.ok) throw new Error(found.problem);
  return found.broker;
}

let made = 0;

/** A name that no other test has. */
export function fresh(prefix: string): string {
  made += 1;
  return `${prefix}${made}`;
}

export function outgoing(topic: string, text: string, more: Partial<Outgoing> = {}): Outgoing {
  const payload = Buffer.from(text);
  return { topic, key: null, payload, contentType: 'application/octet-stream', headers: {}, id: fresh('id-'), ...more };
}

export const never = new AbortController().signal;

/** Publishes, and expects that it is confirmed. */
export async function publish(broker: Broker, ...messages: readonly Outgoing[]): Promise<void> {
  const all = await Promise.all(messages.map((message) => broker.publish(message, TIMEOUT_MS, never)));
  const bad = all.find(({ ok }) => !ok);
  if (bad) throw new Error(JSON.stringify(bad));
}
