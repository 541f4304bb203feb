import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../../node/testing/folder.ts';
import { findSecrets } from './find.ts';

const secret = 'v9Zq/+kT-planted_0xPx=&w~';
const forms = (text: string): Readonly<Record<string, Buffer>> => ({
  text: Buffer.from(text),
  base64: Buffer.from(Buffer.from(text).toString('base64')),
  base64url: Buffer.from(Buffer.from(text).toString('base64url')),
  hex: Buffer.from(Buffer.from(text).toString('hex')),
  'UTF-16LE': Buffer.from(text, 'utf16le'),
});

describe('the search for secrets', () => {
  test.each(Object.keys(forms(secret)))('finds one as %s, at any offset of what is encoded', (form) => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (before, after) => {
        const bytes = forms(`${before}${secret}${after}`)[form] ?? Buffer.alloc(0);
        expect(findSecrets(Buffer.concat([Buffer.from('..'), bytes]), { S: secret })).not.toEqual([]);
      }),
    );
  });

  test('finds half of one, one in a URL, and none where there is none', () => {
    expect(findSecrets(Buffer.from(`x${secret.slice(0, 13)}…`), { S: secret })).toMatchObject([
      { form: 'its first half' },
    ]);
    expect(findSecrets(Buffer.from(`?t=${encodeURIComponent(secret)}`), { S: secret })).not.toEqual([]);
    expect(findSecrets(Buffer.from('[secret S] planted v9Zq'), { S: secret })).toEqual([]);
  });

  test('finds one across the chunks a large file is read in, and in a folder below', () => {
    const folder = testFolder();
    mkdirSync(path.join(folder, 'below'));
    const file = path.join(folder, 'below', 'large.log');
    writeFileSync(file, Buffer.alloc(8 * 1024 * 1024 - 10, '.'));
    appendFileSync(file, secret);
    expect(findSecrets(folder, { S: secret })).toContainEqual({ where: 'below/large.log', name: 'S', form: 'text' });
    expect(findSecrets(folder, { S: secret }, (each) => each.endsWith('.log'))).toEqual([]);
  });

  test('finds one in a database wherever it lies across its pages', () => {
    const folder = testFolder();
    const database = new Database(path.join(folder, 'runs.db'));
    database.pragma('page_size = 512');
    database.exec('CREATE TABLE notes (text TEXT, bytes BLOB)');
    for (let i = 0; i < 60; i += 1)
      database.prepare('INSERT INTO notes VALUES (?, NULL)').run('.'.repeat(480 + i) + secret);
    database.prepare('DELETE FROM notes WHERE rowid > 1').run();
    database.close();
    expect(findSecrets(folder, { S: secret }).map(({ where }) => where)).toContain('runs.db, notes.text');
  });

  test('a short one is refused: it would be found in anything', () => {
    expect(() => findSecrets(Buffer.from(''), { S: 'short' })).toThrow('too short');
  });
});
