import { existsSync } from 'node:fs';
import { chmod, link, mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { testFolder } from '../../node/testing/folder.ts';
import { sagaChanges } from './changes.ts';
import { type FileOutcome, moveSaga, readSaga, removeSaga, writeSaga } from './files.ts';
import { listSagas } from './list.ts';
import { locate } from './paths.ts';
import { forgetDraft, keepDraft, listDrafts } from './recovery.ts';

let outside: string;
let workspace: string;
beforeEach(async () => {
  outside = testFolder();
  workspace = path.join(outside, 'inside');
  await mkdir(path.join(workspace, 'a', 'b'), { recursive: true });
  await writeFile(path.join(outside, 'secret.saga.json'), 'secret');
  await writeFile(path.join(workspace, 'one.saga.json'), '{}');
});

function fileOf(outcome: FileOutcome) {
  if (outcome.kind !== 'ok') throw new Error(outcome.message);
  return outcome.file;
}

describe('paths', () => {
  test.each([
    '../secret.saga.json',
    'a/../../secret.saga.json',
    'a/./b.saga.json',
    '/etc/x.saga.json',
    'a//b.saga.json',
    'a\\..\\b.saga.json',
    'C:\\x.saga.json',
    'x\0.saga.json',
    'x.json',
    '.saga.json',
    '.git/x.saga.json',
    'node_modules/x.saga.json',
    'a/dist/x.saga.json',
    'a/.hidden/x.saga.json',
    '',
    `${'a/'.repeat(600)}x.saga.json`,
  ])('[WP1] [WP3] %j is refused, to read and to write', async (given) => {
    expect(await readSaga(workspace, given)).toMatchObject({ kind: 'refused' });
    expect(await writeSaga(workspace, given, '{}', null)).toMatchObject({ kind: 'refused' });
  });

  test('[WP1] whatever is asked for, what is located lies inside', () => {
    const part = oneof(constantFrom('..', '.', '', 'a', '\\', '/', '%2e%2e', 'x.saga.json'), string());
    const inside = property(array(part, { maxLength: 6 }), (parts) => {
      const located = locate('/home-of/space', `${parts.join('/')}.saga.json`);
      expect(!located.ok || path.normalize(located.file).startsWith('/home-of/space/')).toBe(true);
    });
    expect(() => assert(inside)).not.toThrow();
  });
});

describe('links', () => {
  test('[WP2] a link to a file outside is neither read nor written', async () => {
    await symlink(path.join(outside, 'secret.saga.json'), path.join(workspace, 'link.saga.json'));
    expect(await readSaga(workspace, 'link.saga.json')).toMatchObject({ kind: 'refused' });
    expect(await writeSaga(workspace, 'link.saga.json', 'mine', 'x')).toMatchObject({ kind: 'refused' });
    expect(await readFile(path.join(outside, 'secret.saga.json'), 'utf8')).toBe('secret');
  });

  test('[WP2] a link to a folder outside leads nowhere', async () => {
    await symlink(outside, path.join(workspace, 'out'));
    expect(await readSaga(workspace, 'out/secret.saga.json')).toMatchObject({ kind: 'refused' });
    expect(await writeSaga(workspace, 'out/new.saga.json', '{}', null)).toMatchObject({ kind: 'refused' });
    expect(existsSync(path.join(outside, 'new.saga.json'))).toBe(false);
    expect((await listSagas(workspace)).map((file) => file.path)).toEqual(['one.saga.json']);
  });

  test('[WP2] a link that points nowhere is not created through', async () => {
    await symlink(path.join(outside, 'fresh.saga.json'), path.join(workspace, 'fresh.saga.json'));
    expect((await writeSaga(workspace, 'fresh.saga.json', '{}', null)).kind).not.toBe('ok');
    expect(existsSync(path.join(outside, 'fresh.saga.json'))).toBe(false);
  });
});

describe('reading and writing', () => {
  test('a file is created with its folders, read, and replaced', async () => {
    const created = fileOf(await writeSaga(workspace, 'new/deep/x.saga.json', '1', null));
    expect(fileOf(await readSaga(workspace, 'new/deep/x.saga.json'))).toEqual(created);
    const replaced = fileOf(await writeSaga(workspace, 'new/deep/x.saga.json', '2', created.etag));
    expect(replaced.etag).not.toBe(created.etag);
    expect(await readdir(path.join(workspace, 'new', 'deep'))).toEqual(['x.saga.json']); // and no temporary is left
  });

  test('what is there is not created again', async () => {
    expect(await writeSaga(workspace, 'one.saga.json', '1', null)).toMatchObject({ kind: 'conflict' });
    expect(fileOf(await readSaga(workspace, 'one.saga.json')).text).toBe('{}');
  });

  test('a file that changed in the meantime is not overwritten', async () => {
    const { etag } = fileOf(await readSaga(workspace, 'one.saga.json'));
    await writeFile(path.join(workspace, 'one.saga.json'), 'theirs');
    expect(await writeSaga(workspace, 'one.saga.json', 'mine', etag)).toMatchObject({ kind: 'conflict' });
    expect(fileOf(await readSaga(workspace, 'one.saga.json')).text).toBe('theirs');
  });

  test('of many writers with the same etag exactly one wins', async () => {
    const { etag } = fileOf(await readSaga(workspace, 'one.saga.json'));
    const writers = Array.from({ length: 8 }, (_, n) => writeSaga(workspace, 'one.saga.json', `writer ${n}`, etag));
    const kinds = (await Promise.all(writers)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'ok')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'conflict')).toHaveLength(7);
  });

  test('a file keeps its mode', async () => {
    const file = path.join(workspace, 'one.saga.json');
    await chmod(file, 0o640);
    const { etag } = fileOf(await readSaga(workspace, 'one.saga.json'));
    await writeSaga(workspace, 'one.saga.json', '1', etag);
    expect((await stat(file)).mode & 0o777).toBe(0o640);
  });

  test('replacing breaks a hard link rather than write through it', async () => {
    await link(path.join(workspace, 'one.saga.json'), path.join(outside, 'twin'));
    const { etag } = fileOf(await readSaga(workspace, 'one.saga.json'));
    await writeSaga(workspace, 'one.saga.json', 'mine', etag);
    expect(await readFile(path.join(outside, 'twin'), 'utf8')).toBe('{}');
  });

  test('what is not there is not found; what is no file is refused', async () => {
    await mkdir(path.join(workspace, 'folder.saga.json'));
    expect(await readSaga(workspace, 'none.saga.json')).toMatchObject({ kind: 'notFound' });
    expect(await readSaga(workspace, 'one.saga.json/x.saga.json')).toMatchObject({ kind: 'notFound' });
    expect(await readSaga(workspace, 'folder.saga.json')).toMatchObject({ kind: 'refused' });
    expect(await writeSaga(workspace, 'none.saga.json', '1', 'etag')).toMatchObject({ kind: 'notFound' });
  });
});

describe('the list', () => {
  test('[WP3] holds workflows only, and none from where they are not looked for', async () => {
    for (const folder of ['node_modules/p', '.git', '.sagaloom', 'dist', 'a/b']) {
      await mkdir(path.join(workspace, folder), { recursive: true });
      await writeFile(path.join(workspace, folder, 'x.saga.json'), '{}');
    }
    await writeFile(path.join(workspace, 'a', 'readme.md'), '');
    const files = await listSagas(workspace);
    expect(files.map((file) => file.path)).toEqual(['a/b/x.saga.json', 'one.saga.json']);
    expect(files[0]).toMatchObject({ size: 2, modifiedAt: expect.stringMatching(/Z$/) as string });
  });
});

describe('moving and removing', () => {
  test('a file moves into a folder that is made for it; one that is there is never written over', async () => {
    expect(fileOf(await moveSaga(workspace, 'one.saga.json', 'new/deep/two.saga.json')).path).toBe(
      'new/deep/two.saga.json',
    );
    expect(await readFile(path.join(workspace, 'new/deep/two.saga.json'), 'utf8')).toBe('{}');
    expect(existsSync(path.join(workspace, 'one.saga.json'))).toBe(false);
    await writeFile(path.join(workspace, 'three.saga.json'), '{"a":1}');
    expect(await moveSaga(workspace, 'three.saga.json', 'new/deep/two.saga.json')).toMatchObject({
      kind: 'conflict',
      message: '"new/deep/two.saga.json" is there already.',
    });
    expect(await readFile(path.join(workspace, 'three.saga.json'), 'utf8')).toBe('{"a":1}');
    expect(await moveSaga(workspace, 'gone.saga.json', 'x.saga.json')).toMatchObject({ kind: 'notFound' });
    expect(await moveSaga(workspace, 'three.saga.json', '../x.saga.json')).toMatchObject({ kind: 'refused' });
    expect(await moveSaga(workspace, '../secret.saga.json', 'x.saga.json')).toMatchObject({ kind: 'refused' });
  });

  test('[WP2] neither goes through a link', async () => {
    await symlink(outside, path.join(workspace, 'out'));
    expect(await moveSaga(workspace, 'out/secret.saga.json', 'x.saga.json')).toMatchObject({ kind: 'refused' });
    expect(await moveSaga(workspace, 'one.saga.json', 'out/x.saga.json')).toMatchObject({ kind: 'refused' });
    const { etag } = fileOf(await readSaga(workspace, 'one.saga.json'));
    expect(await removeSaga(workspace, 'out/secret.saga.json', etag)).toMatchObject({ kind: 'refused' });
    expect(existsSync(path.join(outside, 'secret.saga.json'))).toBe(true);
  });

  test('what is removed is given back; what was changed by somebody else stays', async () => {
    const { etag } = fileOf(await readSaga(workspace, 'one.saga.json'));
    await writeFile(path.join(workspace, 'one.saga.json'), '{"b":2}');
    expect(await removeSaga(workspace, 'one.saga.json', etag)).toMatchObject({ kind: 'conflict' });
    const now = fileOf(await readSaga(workspace, 'one.saga.json'));
    expect(fileOf(await removeSaga(workspace, 'one.saga.json', now.etag)).text).toBe('{"b":2}');
    expect(existsSync(path.join(workspace, 'one.saga.json'))).toBe(false);
  });
});

describe('watching', () => {
  test('the list comes at once, and again when a file comes, changes or goes; other files and hidden folders say nothing', async () => {
    const failures: unknown[] = [];
    const changes = sagaChanges(workspace, (error) => failures.push(error));
    const until = async (wanted: readonly string[]) => {
      for (;;) {
        const next = await changes.next();
        if (next.done === true) throw new Error('it ended');
        if (next.value.map((file) => file.path).join() === wanted.join()) return;
      }
    };
    await until(['one.saga.json']);
    await mkdir(path.join(workspace, 'late'));
    await writeFile(path.join(workspace, 'late', 'two.saga.json'), '{}');
    await writeFile(path.join(workspace, 'notes.txt'), 'not one of ours');
    await until(['late/two.saga.json', 'one.saga.json']);
    const { etag } = fileOf(await readSaga(workspace, 'one.saga.json'));
    await removeSaga(workspace, 'one.saga.json', etag);
    await until(['late/two.saga.json']);
    await changes.return?.();
    expect((await changes.next()).done).toBe(true);
    expect(failures).toEqual([]);
  });
});

describe('recovery', () => {
  const draft = { id: 'a-1', path: 'one.saga.json', etag: 'x', text: '{"broken', at: '2026-01-02T00:00:00.000Z' };

  test('what was not saved is kept letter by letter, the latest of each, until it is forgotten', async () => {
    expect(await listDrafts(workspace)).toEqual([]);
    await keepDraft(workspace, { ...draft, text: 'before' });
    await keepDraft(workspace, draft);
    await keepDraft(workspace, { ...draft, id: 'b-2', path: null, at: '2026-01-03T00:00:00.000Z' });
    expect((await listDrafts(workspace)).map(({ id }) => id)).toEqual(['b-2', 'a-1']);
    expect((await listDrafts(workspace))[1]).toEqual(draft);
    await forgetDraft(workspace, 'b-2');
    await forgetDraft(workspace, 'b-2');
    expect(await listDrafts(workspace)).toEqual([draft]);
  });

  test('what is no draft is left out, and is no workflow of the workspace', async () => {
    await keepDraft(workspace, draft);
    const folder = path.join(workspace, '.sagaloom', 'recovery');
    await writeFile(path.join(folder, 'half.json'), '{"id":"half","te');
    await writeFile(path.join(folder, 'other.json'), JSON.stringify({ ...draft, id: 'a-1' }));
    expect(await listDrafts(workspace)).toEqual([draft]);
    expect((await listSagas(workspace)).map((file) => file.path)).toEqual(['one.saga.json']);
  });
});
