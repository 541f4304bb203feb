import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { HostContext } from '../context.ts';
import type { EngineHost } from '../host.ts';
import { acceptedProtocol, CLI_PROTOCOL, upgradeRefusal } from './guard.ts';

const RPC_PATH = '/rpc';

/** More in one message is no document of a workflow. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** A client that reads slower than the engine writes is waited for, from here on. */
const HIGH_WATER_BYTES = 4 * 1024 * 1024;

const PING_MS = 30_000;

/** Serves the contract at `/rpc`; every connection has its own subscriptions, which end with it. */
export function attachRpc(
  server: Server,
  { router, context }: EngineHost,
  token: string,
  port: () => number,
  isOpen = false,
): () => void {
  const handler = new RPCHandler(router);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (offered) => acceptedProtocol(offered, token) ?? false,
  });

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const isElsewhere = isOpen && !isLoopback(request.socket.remoteAddress);
    const refusal = isElsewhere ? 403 : refusalOf(request, token, port());
    if (refusal !== null) return refuse(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (ws) => {
      keepAlive(ws);
      void handler.upgrade(paced(ws), { context: contextFor(request, context) });
    });
  });

  return () => {
    for (const ws of sockets.clients) ws.terminate();
    sockets.close();
  };
}

function contextFor(request: IncomingMessage, context: HostContext): HostContext {
  const isCli = offeredBy(request).includes(CLI_PROTOCOL);
  const isLocal = isLoopback(request.socket.remoteAddress);
  if (!isCli && isLocal === context.isLocal) return context;
  return { ...context, isLocal, ...(isCli && { by: 'cli' }) };
}

function refusalOf(request: IncomingMessage, token: string, port: number): number | null {
  if (request.url !== RPC_PATH) return 404;
  const isKnown = acceptedProtocol(offeredBy(request), token) !== null;
  return upgradeRefusal(request.headers, port) ?? (isKnown ? null : 401);
}

const offeredBy = ({ headers }: IncomingMessage): readonly string[] =>
  (headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());

/** Where it listens is no promise of who gets through: a port can be forwarded into a container. */
export const isLoopback = (address = ''): boolean => /^(::ffff:)?127\.|^::1$/.test(address);

const reasons: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' };

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Finds out about a peer that went away without a word: its subscriptions would else stay. */
function keepAlive(ws: WebSocket): void {
  let isAlive = true;
  ws.on('pong', () => {
    isAlive = true;
  });
  ws.on('error', () => ws.terminate());
  const timer = setInterval(() => {
    if (!isAlive) return ws.terminate();
    isAlive = false;
    ws.ping();
  }, PING_MS);
  timer.unref();
  ws.once('close', () => clearInterval(timer));
}

/** The handler awaits `send`, whatever its type says; so a full socket slows its sources down instead of filling memory. */
function paced(ws: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  const send = async (data: Parameters<WebSocket['send']>[0]): Promise<void> => {
    if (ws.readyState !== ws.OPEN) return;
    if (ws.bufferedAmount < HIGH_WATER_BYTES) ws.send(data);
    else await new Promise<void>((done) => ws.send(data, () => done()));
  };
  // oxlint-disable-next-line typescript/no-misused-promises -- see above
  return { addEventListener: ws.addEventListener.bind(ws), send };
}
