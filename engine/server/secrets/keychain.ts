import { EnvironmentError } from '../../runtime/environment.ts';
import type { SecretStore } from './provider.ts';
import { textOf, type Texts, textsIn, withoutText, withText } from './texts.ts';

/**
 * The keychain of the operating system, as the desktop's main process has it: it keeps one text, encrypted, for each workspace. Both
 * reject where there is no keychain to be had.
 */
export interface Keychain {
  /** Null: nothing was ever kept. */
  readonly load: () => Promise<string | null>;
  readonly save: (text: string) => Promise<void>;
}

/** Only this process changes it: what it holds is read once. */
export function keychainSecrets(keychain: Keychain): SecretStore {
  let values: Promise<Texts> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const read = async (): Promise<Texts> => {
    const loaded = (values ??= load(keychain));
    return loaded.catch((error: unknown) => {
      values = null; // it may be unlocked later
      throw error;
    });
  };
  const change = <T>(work: (now: Texts) => readonly [changed: Texts, answer: T]): Promise<T> => {
    const done = last.then(async () => {
      const [changed, answer] = work(await read());
      await told(keychain.save(textOf(changed)));
      values = Promise.resolve(changed);
      return answer;
    });
    last = done.catch(() => {});
    return done;
  };
  return {
    kind: 'keychain',
    place: 'the keychain',
    all: read,
    set: (name, value) => change((now) => [withText(now, name, value), undefined]),
    remove: (name) => change((now) => [withoutText(now, name), now.has(name)]),
  };
}

async function load(keychain: Keychain): Promise<Texts> {
  const text = await told(keychain.load());
  const texts = text === null ? new Map<string, string>() : textsIn(text);
  if (texts === null)
    throw new EnvironmentError('secrets.unreadable', 'What the keychain gave is not what was kept in it.');
  return texts;
}

async function told<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError('secrets.unreadable', `The keychain cannot be used: ${why}`, { cause: error });
  }
}
