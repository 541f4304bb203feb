/** The engine's own process: hosts the contract's router, over one port for each page. */
import { RPCHandler } from '@orpc/server/message-port';
import { cleanStderr, createEngineHost, type EngineHost } from '@sagaloom/engine/server';
import { KEYCHAIN_FLAG, keychainOverPort } from './engine-keychain.ts';
import { readPlaces } from './flags.ts';

cleanStderr();
const parent = process.parentPort;
const hosting = open();

/** Main says to the user what stands in the way, such as a database from a newer version, and ends this process. */
async function open(): Promise<EngineHost> {
  try {
    const args = process.argv.slice(2);
    const keychain = args.includes(KEYCHAIN_FLAG) ? keychainOverPort(parent) : undefined;
    return await createEngineHost({ ...readPlaces(args, process.cwd()), keychain, ownCode: 'whenTrusted' });
  } catch (error) {
    parent.postMessage({ failed: error instanceof Error ? error.message : String(error) });
    return new Promise<never>(() => {});
  }
}

parent.on('message', ({ ports: [port] }) => {
  if (port === undefined) return;
  void hosting.then(({ router, context }) => {
    new RPCHandler(router).upgrade(port, { context });
    port.start();
  });
});

process.once('SIGTERM', () => {
  void hosting.then((host) => host.close()).finally(() => process.exit(0));
});
