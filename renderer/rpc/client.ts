import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '@sagaloom/engine/contract';
import type { Json } from '@sagaloom/engine/core';
import { createConnection } from './connection.ts';
import { messagePortDial } from './message-port.ts';
import { webSocketDial } from './websocket.ts';

type EngineClient = ContractRouterClient<typeof contract>;

const connection = createConnection(window.sagaloom ? messagePortDial(window.sagaloom) : webSocketDial());

export const { useConnection, retryNow, keepOpen, live, poster } = connection;

/** The engine, wherever it is. A call waits a while for a line and rejects when there is none. */
export const engine: EngineClient = createORPCClient(connection.link);

type WireJson = Parameters<EngineClient['runs']['start']>[0]['input'];

/** The contract's JSON is typed as if it could be changed; nobody changes what is sent. */
export function wire(value: Json): WireJson {
  return value as WireJson;
}
