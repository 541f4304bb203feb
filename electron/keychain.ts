/**
 * Main's end of the keychain: what the engine keeps of a workspace, encrypted with a key that the operating system guards, in one file of
 * the app. The engine's process cannot ask the operating system itself, and asks here over its parent port.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { SafeStorage } from 'electron';

/** What is used of Electron's. */
export type Vault = Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'> & {
  /** There is one on Linux only. */
  readonly getSelectedStorageBackend?: () => string;
};

export type KeychainAsk =
  | { readonly keychain: number; readonly ask: 'load' }
  | { readonly keychain: number; readonly ask: 'save'; readonly text: string };

export interface KeychainAnswer {
  readonly keychain: number;
  /** What was kept; null: nothing, or it was to be saved. */
  readonly text: string | null;
  /** Why it could not be done. */
  readonly problem: string | null;
}

/** Answers what the engine of a workspace asks; null for any other message. One after the other, for they share a file. */
export function keychainOf(
  vault: Vault,
  file: string,
  workspace: string,
): (message: unknown) => Promise<KeychainAnswer> | null {
  let last: Promise<unknown> = Promise.resolve();
  return (message) => {
    if (!isAsk(message)) return null;
    const answered = last.then(() => answer(vault, file, workspace, message));
    last = answered;
    return answered;
  };
}

async function answer(vault: Vault, file: string, workspace: string, asked: KeychainAsk): Promise<KeychainAnswer> {
  const { keychain } = asked;
  try {
    await checkGuarded(vault);
    if (asked.ask === 'load') return { keychain, text: await load(vault, file, workspace), problem: null };
    await save(vault, file, workspace, asked.text);
    return { keychain, text: null, problem: null };
  } catch (error) {
    return { keychain, text: null, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Without a password manager Electron on Linux would encrypt with a key that everybody knows. */
async function checkGuarded(vault: Vault): Promise<void> {
  const isThere = await vault.isAsyncEncryptionAvailable();
  if (!isThere || vault.getSelectedStorageBackend?.() === 'basic_text')
    throw new Error('this system has no keychain, or it is locked. On Linux it is GNOME Keyring or KWallet.');
}

async function load(vault: Vault, file: string, workspace: string): Promise<string | null> {
  const kept = keptIn(file)[workspace];
  if (kept === undefined) return null;
  const { result, shouldReEncrypt } = await vault.decryptStringAsync(Buffer.from(kept, 'base64'));
  if (shouldReEncrypt) await save(vault, file, workspace, result);
  return result;
}

async function save(vault: Vault, file: string, workspace: string, text: string): Promise<void> {
  const encrypted = await vault.encryptStringAsync(text);
  replace(file, JSON.stringify({ ...keptIn(file), [workspace]: encrypted.toString('base64') }));
}

/** By workspace, in base64. */
type Kept = Readonly<Record<string, string>>;

/** A file that is damaged is an error: writing over it would lose what others keep in it. */
function keptIn(file: string): Kept {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
  const json: unknown = JSON.parse(text);
  if (!isKept(json)) throw new Error(`${file} is damaged.`);
  return json;
}

const isKept = (json: unknown): json is Kept =>
  typeof json === 'object' && json !== null && Object.values(json).every((each) => typeof each === 'string');

/** The whole new text or the whole old one. */
function replace(file: string, text: string): void {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function isAsk(message: unknown): message is KeychainAsk {
  if (typeof message !== 'object' || message === null || !('keychain' in message) || !('ask' in message)) return false;
  return message.ask === 'load' || (message.ask === 'save' && 'text' in message && typeof message.text === 'string');
}
