/** The engine's end of the keychain: asks main over the parent port. */
import type { KeychainAnswer, KeychainAsk } from './keychain.ts';

/** Given to the engine's process where main answers. */
export const KEYCHAIN_FLAG = '--keychain';

export interface MainPort {
  readonly postMessage: (message: KeychainAsk) => void;
  readonly on: (event: 'message', listener: (message: { readonly data: unknown }) => void) => unknown;
}

/** As the engine asks for one. */
interface Keychain {
  readonly load: () => Promise<string | null>;
  readonly save: (text: string) => Promise<void>;
}

type Waiting = Pick<PromiseWithResolvers<string | null>, 'resolve' | 'reject'>;

export function keychainOverPort(port: MainPort): Keychain {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  const ask = (
    what: { readonly ask: 'load' } | { readonly ask: 'save'; readonly text: string },
  ): Promise<string | null> => {
    const { promise, ...settle } = Promise.withResolvers<string | null>();
    asked += 1;
    waiting.set(asked, settle);
    port.postMessage({ keychain: asked, ...what });
    return promise;
  };
  port.on('message', ({ data }) => {
    if (!isAnswer(data)) return;
    const { keychain, text, problem } = data;
    const settle = waiting.get(keychain);
    waiting.delete(keychain);
    if (problem === null) settle?.resolve(text);
    else settle?.reject(new Error(problem));
  });
  return {
    load: () => ask({ ask: 'load' }),
    save: async (text) => void (await ask({ ask: 'save', text })),
  };
}

const isAnswer = (data: unknown): data is KeychainAnswer =>
  typeof data === 'object' && data !== null && 'keychain' in data && 'problem' in data && 'text' in data;
