/** The engine's own process: hosts the contract's router, over one port for each page. */
import { RPCHandler } from '@orpc/server/message-port';
import { createEngineHost } from '@sagaloom/engine/server';
import { readPlaces } from './flags.ts';

const { workspace, database } = readPlaces(process.argv.slice(2), process.cwd());
const hosting = createEngineHost({ workspace, database });

process.parentPort.on('message', ({ ports: [port] }) => {
  if (port === undefined) return;
  void hosting.then(({ router, context }) => {
    new RPCHandler(router).upgrade(port, { context });
    port.start();
  });
});

process.once('SIGTERM', () => {
  void hosting.then((host) => host.close()).finally(() => process.exit(0));
});
