import { existsSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../node/failure.ts';
import { makeFolder, PRIVATE } from '../../node/makeFolder.ts';
import { EnvironmentError } from '../../runtime/environment.ts';
import { fileNow } from '../fresh.ts';
import { configFolder } from '../user-folders.ts';

/** What opens an encrypted file. */
export interface AgeKeys {
  /** `AGE-SECRET-KEY-1…` */
  readonly identities: readonly string[];
  readonly passphrase: string | null;
}

export const KEY_VARIABLE = 'SAGALOOM_SECRETS_KEY';
export const PASSPHRASE_VARIABLE = 'SAGALOOM_SECRETS_PASSPHRASE';

/** Of the user, for all workspaces: lines of age's, as `age-keygen` writes them. */
export const keyFileOf = (env: NodeJS.ProcessEnv): string => path.join(configFolder(env), 'secrets.key');

/** As they are now. Rejects with an `EnvironmentError` where the key file cannot be read, or by too many. */
export async function ageKeys(env: NodeJS.ProcessEnv): Promise<AgeKeys> {
  const given = env[KEY_VARIABLE] ?? '';
  const identities = [...identitiesIn(given), ...(await keysOfFile(keyFileOf(env)))];
  if (given.trim() !== '' && identities.length === 0) throw unreadable(`${KEY_VARIABLE} holds no key of age.`);
  return { identities: [...new Set(identities)], passphrase: env[PASSPHRASE_VARIABLE] || null };
}

async function keysOfFile(file: string): Promise<readonly string[]> {
  const now = fileNow(file);
  if (now.kind === 'absent') return [];
  if (now.kind === 'unreadable') throw unreadable(`The key file ${file} could not be read: ${now.why}.`);
  await checkPrivate(file);
  const found = identitiesIn(now.text);
  if (found.length === 0)
    throw unreadable(`The key file ${file} holds no key of age: see \`sagaloom secrets keygen\`.`);
  return found;
}

/** A key that others can read is none. Windows has no such modes. */
async function checkPrivate(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0)
    throw unreadable(`The key file ${file} can be read by others than its owner: run chmod 600 on it.`);
}

/** Comments and empty lines aside. */
function identitiesIn(text: string): readonly string[] {
  return text
    .split(/\s*\n\s*/)
    .filter((line) => /^AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+$/.test(line.trim()))
    .map((line) => line.trim());
}

export interface MadeKey {
  readonly file: string;
  /** `age1…`: what others encrypt for it with. */
  readonly recipient: string;
}

/** Never writes over a key: what was encrypted for it could not be read again. Null: there is one already. */
export async function makeKey(env: NodeJS.ProcessEnv): Promise<MadeKey | null> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const file = keyFileOf(env);
  if (existsSync(file)) return null;
  makeFolder(path.dirname(file), PRIVATE);
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const handle = await open(file, 'wx', 0o600).catch(noneTwice);
  if (handle === null) return null;
  try {
    await handle.writeFile(`# created: ${new Date().toISOString()}\n# public key: ${recipient}\n${identity}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { file, recipient };
}

function noneTwice(error: unknown): null {
  if (codeOf(error) === 'EEXIST') return null;
  throw new EnvironmentError('folder.failed', `The key could not be written: ${String(error)}.`, { cause: error });
}

const unreadable = (message: string): EnvironmentError => new EnvironmentError('secrets.unreadable', message);
