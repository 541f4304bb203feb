import { once } from 'node:events';
import { createServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { treeUse } from '../measure/process.ts';
import type { Subject } from '../measure/under-load.ts';
import { BRANCHES, type Shape, STEPS } from '../workload.ts';
import { loadPeer, restateBinary } from './locate.ts';
import { freePort, type Server, startServer } from './server.ts';

interface Context {
  run(name: string, action: () => Promise<null>): Promise<null>;
}

/** What is used of `@restatedev/restate-sdk`. */
interface RestateSdk {
  service(definition: { name: string; handlers: Record<Shape, (context: Context) => Promise<void>> }): object;
  createEndpointHandler(options: {
    readonly services: readonly object[];
    readonly logger: () => void;
  }): (request: Http2ServerRequest, response: Http2ServerResponse) => void;
  readonly RestatePromise: { all(promises: readonly Promise<null>[]): Promise<unknown> };
}

const QUIET = { RESTATE_DISABLE_TELEMETRY: 'true', RESTATE_LOG_DISABLE_ANSI_CODES: 'true' };

/** One partition, and nothing that only serves who watches it. */
const TUNED = {
  RESTATE_DEFAULT_NUM_PARTITIONS: '1',
  RESTATE_LOG_FILTER: 'warn',
  RESTATE_DISABLE_PROMETHEUS: 'true',
  RESTATE_ROCKSDB_DISABLE_STATISTICS: 'true',
};

/** W1 and W2 on Restate: its server, and a service of ours in this process, called over HTTP as its clients do. */
export async function onRestate<T>(
  settings: 'tuned' | 'default',
  shape: Shape,
  folder: string,
  measure: (subject: Subject) => Promise<T>,
): Promise<T> {
  const endpoint = await serveSteps();
  const { server, ingress, admin } = await start(folder, settings === 'tuned' ? TUNED : {});
  try {
    await post(`${admin}/deployments`, { uri: endpoint.url });
    const run = (): Promise<void> => post(`${ingress}/bench/${shape}`);
    await server.ready(() => run().then(() => true)); // it is told of new services a moment later
    return await measure({ run, cpuSeconds: () => treeUse().cpuSeconds });
  } finally {
    await server.stop();
    endpoint.close();
  }
}

async function serveSteps(): Promise<{ readonly url: string; close(): void }> {
  const sdk = await loadPeer<RestateSdk>('@restatedev/restate-sdk');
  const nothing = async (): Promise<null> => null;
  const service = sdk.service({
    name: 'bench',
    handlers: {
      chain: async (context) => {
        for (let step = 1; step <= STEPS; step += 1) await context.run(`s${step}`, nothing);
      },
      fanOut: async (context) => {
        await sdk.RestatePromise.all(Array.from({ length: BRANCHES }, (_, i) => context.run(`b${i}`, nothing)));
      },
    },
  });
  const handler = sdk.createEndpointHandler({ services: [service], logger: () => {} });
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

interface Started {
  readonly server: Server;
  readonly ingress: string;
  readonly admin: string;
}

async function start(folder: string, settings: Readonly<Record<string, string>>): Promise<Started> {
  const binary = restateBinary();
  if (binary === null) throw new Error('Restate is not installed');
  const [node, ingress, admin] = [await freePort(), await freePort(), await freePort()];
  const env = {
    ...process.env,
    ...QUIET,
    ...settings,
    RESTATE_LISTEN_MODE: 'tcp',
    RESTATE_BIND_IP: '127.0.0.1',
    RESTATE_ADVERTISED_HOST: '127.0.0.1',
    RESTATE_BIND_PORT: String(node),
    RESTATE_INGRESS__BIND_PORT: String(ingress),
    RESTATE_ADMIN__BIND_PORT: String(admin),
  };
  const server = startServer(binary, ['--no-logo', '--base-dir', folder], { env, cwd: folder }, 'SIGKILL');
  const isUp = async (url: string): Promise<boolean> => (await fetch(url)).ok;
  const urls = { ingress: `http://127.0.0.1:${ingress}`, admin: `http://127.0.0.1:${admin}` };
  await server.ready(async () => (await isUp(`${urls.admin}/health`)) && isUp(`${urls.ingress}/restate/health`));
  return { server, ...urls };
}

async function post(url: string, body?: object): Promise<void> {
  const content = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await fetch(url, { method: 'POST', ...content });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Restate answered ${answer.status}: ${text}`);
}
