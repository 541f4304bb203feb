import { Metadata, type status } from '@grpc/grpc-js';
import type { AttemptResult } from '../../../core/command.ts';
import type { Failure } from '../../../core/failure.ts';
import type { Json } from '../../../core/json.ts';
import type { ActivityContext } from '../../activity.ts';
import { testContext } from '../../testing/context.ts';
import { grpcActivity } from '../index.ts';
import { type Handler, serve as serveOrders, type TestService } from './service.ts';

const open: TestService[] = [];

/** After each test. Channels too: the next server may be given the port of one before, which a channel remembers as not there. */
export async function closeAll(): Promise<void> {
  for (const service of open.splice(0)) service.close();
  await grpcActivity.close?.();
}

export const serve = async (...args: Parameters<typeof serveOrders>): Promise<TestService> => {
  const service = await serveOrders(...args);
  open.push(service);
  return service;
};
export const echo: Handler = (request) => ({ echo: request, note: 'yes' });

export const never = new AbortController().signal;
export const context = testContext({ traceparent: '00-11111111111111111111111111111111-2222222222222222-01' });

export type Input = Readonly<Record<string, Json>>;
const call = (input: Input, signal = never, within: ActivityContext = context): Promise<AttemptResult> =>
  grpcActivity.perform({ service: 'shop.v1.Orders', method: 'Get', tls: false, ...input }, within, signal);

export async function outputOf(input: Input, within?: ActivityContext): Promise<Json> {
  const result = await call(input, never, within);
  if (result.kind !== 'completed') throw new Error(`it failed: ${JSON.stringify(result)}`);
  return result.output;
}

export async function failureOf(input: Input, signal?: AbortSignal, within?: ActivityContext): Promise<Failure> {
  const result = await call(input, signal, within);
  if (result.kind !== 'failed') throw new Error(`it succeeded: ${JSON.stringify(result)}`);
  return result.error;
}

export const rejecting =
  (code: status, details = 'why', metadata = new Metadata()): Handler =>
  () =>
    Promise.reject(Object.assign(new Error(details), { code, details, metadata }));

export const inPlace = (
  workspace: string,
  settings: ActivityContext['place']['settings'] = {},
  secrets: Readonly<Record<string, string>> = {},
): ActivityContext =>
  testContext({ place: { workspace, settings, isTrusted: false }, secret: async (name) => secrets[name] ?? null });
