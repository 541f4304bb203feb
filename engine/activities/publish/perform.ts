import { brokerPool, brokerTypes, type Outgoing } from '../../brokers/index.ts';
import type { AttemptResult } from '../../core/command.ts';
import { durationMs } from '../../core/duration.ts';
import { type ActivityContext, completed, failed, inputFailure } from '../activity.ts';
import { connectionNamed } from '../connections.ts';
import { encoded } from './encode.ts';
import type { PublishInput } from './schema.ts';

/** Of this process, for all steps. */
const pool = brokerPool();

export const close = (): Promise<void> => pool.close();

const DEFAULT_WAIT_MS = 30_000;

export async function perform(
  input: PublishInput,
  context: ActivityContext,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const body = encoded(input);
  if (!body.ok) return failed(inputFailure(body.problem));
  const found = await connectionNamed(input.connection, brokerTypes, context);
  if (!found.ok) return failed(found.error);
  const opened = await pool.get(input.connection, found.connection);
  if (!opened.ok) return failed(inputFailure(`The connection ${input.connection} is not usable: ${opened.problem}.`));
  const waitMs = input.timeout === undefined ? DEFAULT_WAIT_MS : durationMs(input.timeout);
  const message = outgoing(input, body, context);
  const published = await opened.broker.publish(message, waitMs, signal);
  return published.ok ? completed({ ...published.receipt, id: message.id }) : failed(published.error);
}

type Body = Extract<ReturnType<typeof encoded>, { readonly ok: true }>;

/** AT3. By its id it is recognised when an attempt is made again. */
function outgoing(
  { topic, key, headers = {}, id }: PublishInput,
  { payload, contentType }: Body,
  { key: stepKey, traceparent }: ActivityContext,
): Outgoing {
  const given = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  const valueOf = (wanted: string): string | null => given.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null;
  const rest = given.filter(([name]) => name.toLowerCase() !== 'content-type');
  const trace = traceparent === null || valueOf('traceparent') !== null ? {} : { traceparent };
  return {
    topic,
    key: key ?? null,
    payload,
    contentType: valueOf('content-type') ?? contentType,
    headers: { ...trace, ...Object.fromEntries(rest) },
    id: id ?? stepKey,
  };
}
