import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { head, openTestCode } from './testing/workspace.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
}

/** A debugger, as far as Node can tell: the protocol over its WebSocket. */
async function attach(port: number) {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '');
  await new Promise((done) => socket.once('open', done));
  onTestFinished(() => socket.close());
  const seen: Message[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    seen.push(JSON.parse((data as Buffer).toString()) as Message);
    for (const look of waiting) look();
  });
  const until = (fits: (message: Message) => boolean): Promise<Message> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = seen.find(fits);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  let last = 0;
  const ask = async (method: string, params: object = {}): Promise<unknown> => {
    const id = (last += 1);
    socket.send(JSON.stringify({ id, method, params }));
    return (await until((message) => message.id === id)).result;
  };
  return { ask, until };
}

const text = `${head}
export const slow = defineActivity({
  name: 'slow',
  timeout: '300ms',
  async run(input: { readonly n: number }): Promise<number> {
    const doubled = input.n * 2;
    return doubled;
  },
});
`;

test('a debugger stops at a breakpoint in the file as it was written, and no time limit strikes meanwhile', async () => {
  const port = await freePort();
  const { output, logged, folder } = await openTestCode(
    { 'slow.ts': text },
    { env: { ...process.env, SAGALOOM_INSPECT: String(port) } },
  );
  await expect.poll(() => logged.some(({ message }) => message.includes(`ws://127.0.0.1:${port}/`))).toBe(true);
  const { ask, until } = await attach(port);
  await ask('Debugger.enable');
  const lineNumber = text.split('\n').findIndex((line) => line.includes('return doubled')); // from 0, as the protocol counts
  const url = pathToFileURL(path.join(folder, 'activities', 'slow.ts')).href;
  expect(await ask('Debugger.setBreakpointByUrl', { lineNumber, url })).toMatchObject({ locations: [{ lineNumber }] });
  const answer = output('slow', { n: 21 }, { signal: AbortSignal.timeout(400) });
  const { params } = await until(({ method }) => method === 'Debugger.paused');
  const [frame] = (params?.['callFrames'] ?? []) as {
    callFrameId: string;
    functionName: string;
    location: { lineNumber: number };
  }[];
  expect(frame).toMatchObject({ functionName: 'run', location: { lineNumber } });
  const { callFrameId } = frame ?? {};
  expect(await ask('Debugger.evaluateOnCallFrame', { callFrameId, expression: 'doubled' })).toMatchObject({
    result: { value: 42 },
  });
  await new Promise((done) => setTimeout(done, 800)); // longer than every limit there is
  await ask('Debugger.resume');
  expect(await answer).toBe(42);
});
