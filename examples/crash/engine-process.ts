/** The engine as its own process, and the contract spoken to it as a page does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '@sagaloom/engine/contract';

const root = path.dirname(path.dirname(import.meta.dirname));

export type EngineClient = ContractRouterClient<typeof contract>;

export interface EngineProcess {
  /** Of the engine itself: there is no launcher between. */
  readonly pid: number;
  /** Resolves when it answers; rejects when it is killed before that. */
  readonly client: Promise<EngineClient>;
  kill(): Promise<void>;
}

export interface EngineFiles {
  readonly database: string;
  readonly workspace: string;
  readonly shopUrl: string;
}

export function startEngine({ database, workspace, shopUrl }: EngineFiles): EngineProcess {
  const main = path.join(root, 'engine', 'cli', 'main.ts');
  const args = [main, 'serve', '--port', '0', '--db', database, '--workflows', workspace];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, SHOP_URL: shopUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid === undefined) throw new Error('the engine did not start');
  const client = addressOf(child).then(connect);
  client.catch(() => undefined); // whoever wants it hears of it
  return {
    pid: child.pid,
    client,
    async kill() {
      if (child.exitCode !== null) throw new Error(`the engine ended by itself, with ${child.exitCode}`);
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', () => reject(new Error(`the engine is gone: ${said}`)));
  });
}

async function connect(url: string): Promise<EngineClient> {
  const page = await (await fetch(url)).text();
  const token = /name="sagaloom-token" content="([^"]+)"/.exec(page)?.[1];
  if (token === undefined) throw new Error('the page holds no token');
  const headers = { origin: url };
  const websocket = new WebSocket(`${url.replace('http', 'ws')}/rpc`, { protocols: [`sagaloom.${token}`], headers });
  websocket.binaryType = 'arraybuffer';
  await once(websocket, 'open');
  return createORPCClient(new RPCLink({ websocket }));
}
