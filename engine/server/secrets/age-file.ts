import { readFileSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../../node/failure.ts';
import { EnvironmentError } from '../../runtime/environment.ts';
import { fileNow, fresh } from '../fresh.ts';
import { lockedFile } from '../locked-file.ts';
import { type AgeKeys, ageKeys, KEY_VARIABLE, keyFileOf, PASSPHRASE_VARIABLE } from './age-keys.ts';
import type { SecretStore } from './provider.ts';
import { textOf, type Texts, textsIn, withoutText, withText } from './texts.ts';

/**
 * Secrets in `.sagaloom/secrets.age`: a plain age file (armored as we write it, either way as we read it) around one JSON object of
 * texts. `age --decrypt -i KEYFILE` reads it, and what `age` encrypts for the same key is read here.
 */
const AGE_FILE = '.sagaloom/secrets.age';
/** Others it is encrypted for as well: an `age1…` a line. */
const RECIPIENTS_FILE = '.sagaloom/secrets.recipients';

export function ageFileSecrets(workspace: string, env: NodeJS.ProcessEnv): SecretStore {
  const file = path.join(workspace, AGE_FILE);
  const read = fresh([file, keyFileOf(env)], () => valuesIn(file, env));
  const change = async (changed: (values: Texts) => Texts | null): Promise<void> => {
    await lockedFile(file, async () => {
      const values = changed(await valuesIn(file, env));
      return values === null ? null : encrypted(values, workspace, await ageKeys(env));
    });
    read.forget();
  };
  return {
    kind: 'file',
    place: AGE_FILE,
    all: () => read.now(),
    set: (name, value) => change((values) => withText(values, name, value)),
    async remove(name) {
      let isThere = false;
      await change((values) => {
        isThere = values.has(name);
        return isThere ? withoutText(values, name) : null;
      });
      return isThere;
    },
  };
}

async function valuesIn(file: string, env: NodeJS.ProcessEnv): Promise<Texts> {
  const bytes = bytesOf(file);
  if (bytes === null) return new Map();
  const keys = await ageKeys(env);
  const texts = textsIn(await decrypted(bytes, keys, env));
  if (texts === null) throw unreadable('it was decrypted, but holds no JSON object of texts.');
  return texts;
}

function bytesOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw unreadable(`it could not be read: ${String(error)}.`);
  }
}

async function decrypted(bytes: Buffer, keys: AgeKeys, env: NodeJS.ProcessEnv): Promise<string> {
  const { armor, Decrypter } = await import('age-encryption');
  if (keys.identities.length === 0 && keys.passphrase === null) throw unreadable(noKey(env));
  const decrypter = new Decrypter();
  for (const identity of keys.identities) decrypter.addIdentity(identity);
  if (keys.passphrase !== null) decrypter.addPassphrase(keys.passphrase);
  try {
    const text = bytes.toString('latin1');
    return await decrypter.decrypt(isArmored(text) ? armor.decode(text.trim()) : bytes, 'text');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw unreadable(`it was encrypted for another key or passphrase than those given, or is damaged (${why}).`);
  }
}

const isArmored = (text: string): boolean => text.trimStart().startsWith('-----BEGIN AGE ENCRYPTED FILE-----');

async function encrypted(values: Texts, workspace: string, keys: AgeKeys): Promise<string> {
  const { armor, Encrypter, identityToRecipient } = await import('age-encryption');
  const encrypter = new Encrypter();
  const stanzas = await stanzasOf(path.join(workspace, AGE_FILE));
  const own = await Promise.all(keys.identities.map((identity) => identityToRecipient(identity)));
  const byPassphrase = stanzas === null ? own.length === 0 : stanzas.includes('scrypt');
  if (byPassphrase) {
    if (keys.passphrase === null)
      throw new EnvironmentError(
        stanzas === null ? 'secrets.noKey' : 'secrets.refused',
        `There is no key yet: make one with \`sagaloom secrets keygen\`, or set ${PASSPHRASE_VARIABLE}.`,
      );
    encrypter.setPassphrase(keys.passphrase);
  } else {
    const recipients = new Set([...own, ...recipientsIn(path.join(workspace, RECIPIENTS_FILE))]);
    checkNobodyLost(stanzas ?? [], recipients.size);
    for (const recipient of recipients) add(encrypter, recipient);
  }
  return armor.encode(await encrypter.encrypt(textOf(values)));
}

/** For whom it is encrypted as it is: the kinds of age's header. Null: there is no file. */
async function stanzasOf(file: string): Promise<readonly string[] | null> {
  const bytes = bytesOf(file);
  if (bytes === null) return null;
  const { armor } = await import('age-encryption');
  const text = bytes.toString('latin1');
  const whole = isArmored(text) ? Buffer.from(armor.decode(text.trim())).toString('latin1') : text;
  const [header = ''] = whole.split('\n---', 1);
  const kinds = Array.from(header.matchAll(/^-> (\S+)/gm), ([, kind = '']) => kind);
  return kinds.filter((kind) => !kind.endsWith('-grease'));
}

/** Written for fewer than it was, it would be lost to some. */
function checkNobodyLost(stanzas: readonly string[], known: number): void {
  if (stanzas.length <= known) return;
  const message = `${AGE_FILE} is encrypted for ${stanzas.length} keys, of which ${known} are known here: list the others in ${RECIPIENTS_FILE}, an age1… a line, or change it with age itself.`;
  throw refused(message);
}

function recipientsIn(file: string): readonly string[] {
  const now = fileNow(file);
  if (now.kind === 'unreadable') throw refused(`${RECIPIENTS_FILE} could not be read: ${now.why}.`);
  const lines = now.kind === 'text' ? now.text.split('\n').map((line) => line.trim()) : [];
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

function add(encrypter: { addRecipient(recipient: string): void }, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw refused(
      `${RECIPIENTS_FILE} holds ${JSON.stringify(recipient.slice(0, 80))}, which is no public key of age (age1…).`,
    );
  }
}

const noKey = (env: NodeJS.ProcessEnv): string =>
  `there is no key for it: put it into ${keyFileOf(env)}, or set ${KEY_VARIABLE} or ${PASSPHRASE_VARIABLE}.`;

const unreadable = (why: string): EnvironmentError =>
  new EnvironmentError('secrets.unreadable', `${AGE_FILE} cannot be opened: ${why}`);

const refused = (message: string): EnvironmentError => new EnvironmentError('secrets.refused', message);
