/** The keychain's both ends. The vault is a stand-in: Electron's own needs a desktop with a password manager. */
import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keychainOverPort, type MainPort } from './engine-keychain.ts';
import { keychainOf, type Vault } from './keychain.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sagaloom-keychain-'));
  file = path.join(folder, 'secrets.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));

function vaultOf(change: Partial<Vault> = {}): Vault {
  return {
    isAsyncEncryptionAvailable: async () => true,
    encryptStringAsync: async (text) => turned(Buffer.from(text)),
    decryptStringAsync: async (bytes) => ({ result: turned(bytes).toString(), shouldReEncrypt: false }),
    ...change,
  };
}

/** The engine's end and main's, with what passes between them. */
function joined(workspace: string, vault = vaultOf()) {
  const answering = keychainOf(vault, file, workspace);
  const port: MainPort & EventEmitter = Object.assign(new EventEmitter(), {
    postMessage: (message: unknown) =>
      void answering(structuredClone(message))?.then((data) => port.emit('message', { data: structuredClone(data) })),
  });
  return keychainOverPort(port);
}

describe('the keychain', () => {
  test('keeps a text for each workspace, for later lives, encrypted, in a file of the owner’s alone', async () => {
    await joined('/one').save('{"A":"geheim"}');
    await joined('/two').save('{"B":"zwei"}');
    expect([await joined('/one').load(), await joined('/two').load(), await joined('/three').load()]).toEqual([
      '{"A":"geheim"}',
      '{"B":"zwei"}',
      null,
    ]);
    expect(readFileSync(file, 'utf8')).not.toContain('geheim');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['secrets.json']);
  });

  test('what is asked at once is done in order', async () => {
    const keychain = joined('/one');
    await Promise.all(Array.from({ length: 20 }, (_, i) => keychain.save(String(i))));
    expect(await keychain.load()).toBe('19');
  });

  test('what the system wants encrypted anew is', async () => {
    await joined('/one').save('x');
    const before = readFileSync(file, 'utf8');
    const newer = vaultOf({
      encryptStringAsync: async (text) => turned(Buffer.from(`new ${text}`)),
      decryptStringAsync: async (bytes) => ({ result: turned(bytes).toString(), shouldReEncrypt: true }),
    });
    expect(await joined('/one', newer).load()).toBe('x');
    expect(readFileSync(file, 'utf8')).not.toBe(before);
  });

  test.each([
    ['there is none', { isAsyncEncryptionAvailable: async () => false }],
    ['it would be encrypted with a key that all know', { getSelectedStorageBackend: () => 'basic_text' }],
  ])('where %s, nothing is kept', async (_, change) => {
    await expect(joined('/one', vaultOf(change)).save('x')).rejects.toThrow('no keychain');
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(['', '{', '[1]', 'null'])('a damaged file (%s) is an error, and is left as it is', async (text) => {
    writeFileSync(file, text);
    await expect(joined('/one').load()).rejects.toThrow();
    await expect(joined('/one').save('x')).rejects.toThrow();
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test.each([null, 'load', {}, { failed: 'x' }, { keychain: 1, ask: 'all' }, { keychain: 1, ask: 'save' }])(
    'another message of the engine’s is none of its (%j)',
    (message) => {
      expect(keychainOf(vaultOf(), file, '/one')(message)).toBe(null);
    },
  );
});
