import { realpathSync } from 'node:fs';
import { isSecretName } from '../../core/definition/secrets.ts';
import { EnvironmentError } from '../../runtime/environment.ts';
import type { Secrets } from '../../runtime/ports.ts';
import { environmentOf } from '../config-file.ts';
import { ageFileSecrets } from './age-file.ts';
import { dotenvSecrets } from './dotenv.ts';
import { environmentSecrets } from './environment.ts';
import { type Keychain, keychainSecrets } from './keychain.ts';
import type { SecretListed, SecretProvider, SecretStore } from './provider.ts';

export type { Keychain } from './keychain.ts';
export type { SecretListed } from './provider.ts';

export interface WorkspaceSecrets extends Secrets {
  /** By name; `problems` tell of providers that cannot be read now. */
  readonly list: () => Promise<SecretList>;
  /** Keeps it in the keychain where there is one, else in the encrypted file. Rejects with an `EnvironmentError`. */
  readonly set: (name: string, value: string) => Promise<void>;
  /** From wherever Sagaloom itself keeps it; false: it is kept there nowhere. */
  readonly remove: (name: string) => Promise<boolean>;
}

export interface SecretList {
  readonly items: readonly SecretListed[];
  readonly problems: readonly string[];
}

export interface SecretsOptions {
  readonly workspace: string;
  readonly env: NodeJS.ProcessEnv;
  /** Of the desktop app. */
  readonly keychain?: Keychain | undefined;
}

/**
 * DA7. What of a name counts is, first of all, the environment; then `.env.ENVIRONMENT` and `.env` of the workspace; then the keychain;
 * then the encrypted file. All of them are asked anew each time, so that a change counts from the next attempt on.
 */
export function workspaceSecrets({ workspace: folder, env, keychain }: SecretsOptions): WorkspaceSecrets {
  const workspace = realpathSync(folder);
  const chosen = environmentOf(env);
  const dotenvs = chosen === null ? ['.env'] : [`.env.${chosen}`, '.env'];
  const file = ageFileSecrets(workspace, env);
  const stores: readonly SecretStore[] = keychain === undefined ? [file] : [keychainSecrets(keychain), file];
  const providers: readonly SecretProvider[] = [
    environmentSecrets(env),
    ...dotenvs.map((name) => dotenvSecrets(workspace, name)),
    ...stores,
  ];
  return {
    async get(name) {
      for (const provider of providers) {
        const value = (await provider.all()).get(name);
        if (value !== undefined) return value;
      }
      return null;
    },
    list: () => listed(providers),
    async set(name, value) {
      checkSecret(name, value);
      await (stores[0] ?? file).set(name, value);
    },
    async remove(name) {
      let isThere = false;
      for (const store of stores) isThere = (await store.remove(name)) || isThere;
      return isThere;
    },
  };
}

async function listed(providers: readonly SecretProvider[]): Promise<SecretList> {
  const found = new Map<string, readonly SecretProvider[]>();
  const problems: string[] = [];
  for (const provider of providers) {
    try {
      for (const name of (await provider.all()).keys()) found.set(name, [...(found.get(name) ?? []), provider]);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  const items = Array.from(found, ([name, [first, ...others]]) => itemOf(name, first, others));
  return { items: items.flat().toSorted((a, b) => (a.name < b.name ? -1 : 1)), problems };
}

function itemOf(
  name: string,
  first: SecretProvider | undefined,
  others: readonly SecretProvider[],
): readonly SecretListed[] {
  if (first === undefined) return [];
  return [{ name, provider: first.kind, place: first.place, hidden: others.map(({ place }) => place) }];
}

const LONGEST = 64 * 1024;

/** The message never holds the value. */
function checkSecret(name: string, value: string): void {
  const why = wrongSecret(name, value);
  if (why !== null) throw new EnvironmentError('secrets.refused', why);
}

export function wrongSecret(name: string, value: string): string | null {
  if (!isSecretName(name))
    return `"${name.slice(0, 40)}" cannot be the name of a secret: it has letters, digits, _ and -, does not begin with a digit, and is 128 long at most.`;
  if (value === '') return `The secret ${name} has no value.`;
  if (!value.isWellFormed() || value.includes('\0')) return `The value of the secret ${name} is not text.`;
  return value.length > LONGEST ? `The value of the secret ${name} is longer than ${LONGEST / 1024} KiB.` : null;
}
