/**
 * Main's end of the engine: a process of its own, so that a heavy run never stalls the window and a crash of either leaves the
 * other alive. It is started again when it dies; the page sees its port close and asks for another.
 */
import path from 'node:path';
import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron';
import { channels } from './address.ts';
import { KEYCHAIN_FLAG } from './engine-keychain.ts';
import type { KeychainAnswer } from './keychain.ts';
import type { Places } from './flags.ts';

const RESTART_AFTER_MS = 500;

export interface EngineLink {
  /** Gives a page its own line to the engine. */
  connect(page: WebContents): void;
  stop(): void;
}

/** What the engine may ask of main; null: the message is none of these. */
type Answering = (message: unknown) => Promise<KeychainAnswer> | null;

/** `onRefused` is told what stands in the engine's way; it is not started again then, for it would find the same. */
export function startEngine(places: Places, keychain: Answering, onRefused: (why: string) => void): EngineLink {
  let stopped = false;
  let engine = launch();

  function launch(): UtilityProcess {
    const args = ['--workflows', places.workspace, '--db', places.database, KEYCHAIN_FLAG];
    const started = utilityProcess.fork(path.join(import.meta.dirname, 'engine-process.js'), args, {
      serviceName: 'Sagaloom engine',
      stdio: 'inherit',
    });
    started.on('message', (message: unknown) => {
      void keychain(message)?.then((answer) => started.postMessage(answer));
      const why = refusal(message);
      if (why === undefined) return;
      stopped = true;
      started.kill();
      onRefused(why);
    });
    started.once('exit', (code) => {
      if (stopped) return;
      console.error(`The engine ended with ${code}; starting it again.`);
      setTimeout(() => {
        if (!stopped) engine = launch();
      }, RESTART_AFTER_MS);
    });
    return started;
  }

  return {
    connect(page) {
      const { port1, port2 } = new MessageChannelMain();
      engine.postMessage(null, [port1]);
      page.postMessage(channels.port, null, [port2]);
    },
    stop() {
      stopped = true;
      engine.kill();
    },
  };
}

function refusal(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('failed' in message)) return undefined;
  return String(message.failed);
}
