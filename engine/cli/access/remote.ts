import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { CLI_PROTOCOL, protocolsFor } from '../../server/page/guard.ts';
import { knownServer } from '../../server/known-servers.ts';
import { ENVIRONMENT, failed, ok, type Result, wrongInput } from '../codes.ts';
import type { Access, Client } from './client.ts';

const PATIENCE_MS = 10_000;

/** A server that is up. Its token is in the file it left for its user's commands, or in SAGALOOM_TOKEN. */
export async function remoteAccess(given: string): Promise<Result<Access>> {
  const url = httpUrl(given);
  if (url === null) return wrongInput(`--url ${given} is not the address of a server: http://127.0.0.1:4860 is one.`);
  const known = knownServer(url.href, process.env);
  const token = process.env['SAGALOOM_TOKEN'] || known?.token;
  if (token === undefined)
    return failed(
      ENVIRONMENT,
      `No server of yours is known at ${url.origin}: start \`sagaloom serve\`, or give its token in SAGALOOM_TOKEN.`,
    );
  const socket = await dial(new URL(known?.url ?? url), token); // not to whoever else `localhost` may be
  if (!(socket instanceof WebSocket)) return failed(ENVIRONMENT, `${url.origin} ${socket.why}`);
  socket.binaryType = 'arraybuffer';
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }); // the same where it matters
  const client: Client = createORPCClient(link);
  return ok({
    client,
    place: url.origin,
    rest: async (run) => run,
    close: async () => socket.terminate(),
  });
}

function httpUrl(given: string): URL | null {
  const url = URL.canParse(given) ? new URL(given) : null;
  return url?.protocol === 'http:' ? url : null;
}

const reasons: Readonly<Record<number, string>> = {
  401: 'does not know you: it is not the server you started, or was started anew by somebody else.',
  403: 'does not serve this address: give it as the server printed it.',
  404: 'is no Sagaloom server.',
};

/** The open socket, or why there is none. */
function dial(url: URL, token: string): Promise<WebSocket | { readonly why: string }> {
  const protocols = [...protocolsFor(token), CLI_PROTOCOL];
  const socket = new WebSocket(`ws://${url.host}/rpc`, protocols, {
    origin: url.origin,
    handshakeTimeout: PATIENCE_MS,
  });
  return new Promise((resolve) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (request, { statusCode = 0 }) => {
      request.destroy();
      resolve({ why: reasons[statusCode] ?? `answered with status ${statusCode}.` });
    });
    socket.on('error', (error) => resolve({ why: `could not be reached: ${error.message}.` }));
  });
}
