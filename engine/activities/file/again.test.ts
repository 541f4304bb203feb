import { existsSync, linkSync, mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { workspaceOfTest, write } from './testing/workspace.ts';

const { at, attempt, text, put, done, failure } = workspaceOfTest();

describe('file: conditions, and attempts that come again', () => {
  test('[AT3] ifAbsent: the first writes, the same again is done, another is file.exists', async () => {
    const first = await done(write('a', 'x', { ifAbsent: true }));
    expect(await done(write('a', 'x', { ifAbsent: true }), { attempt: 2 })).toEqual(first);
    expect(await failure(write('a', 'y', { ifAbsent: true }))).toMatchObject({
      type: 'file.exists',
      effect: 'none',
      retryable: false,
    });
    expect(text('a')).toBe('x');
  });

  test('of many that want to be first one is', async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, index) => attempt(write('race', `${index}`, { ifAbsent: true }))),
    );
    expect(all.filter(({ kind }) => kind === 'completed')).toHaveLength(1);
  });

  test('[AT3] ifEtag: only what is still the same is replaced, and of many that saw it one does', async () => {
    const { etag } = await done(write('a', '1'));
    const second = await done(write('a', '2', { ifEtag: etag }));
    expect(await done(write('a', '2', { ifEtag: etag }), { attempt: 2 })).toEqual(second);
    expect(await failure(write('a', '3', { ifEtag: etag }))).toMatchObject({
      type: 'file.changed',
      effect: 'none',
      retryable: false,
    });
    expect(await failure(write('b', '3', { ifEtag: etag }))).toMatchObject({ type: 'file.absent' });
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, index) => attempt(write('a', `n${index}`, { ifEtag: second.etag }))),
    );
    expect(all.filter(({ kind }) => kind === 'completed')).toHaveLength(1);
    expect(await failure({ action: 'read', path: 'a', ifEtag: etag })).toMatchObject({ type: 'file.changed' });
    expect(await failure({ action: 'remove', path: 'a', ifEtag: etag })).toMatchObject({ type: 'file.changed' });
  });

  test('[AT3] append: with an etag an attempt that comes again appends nothing', async () => {
    const empty = await done({ action: 'append', path: 'log', content: '' });
    const first = await done({ action: 'append', path: 'log', content: 'x\n', ifEtag: empty.etag });
    expect(await done({ action: 'append', path: 'log', content: 'x\n', ifEtag: empty.etag }, { attempt: 2 })).toEqual(
      first,
    );
    expect(text('log')).toBe('x\n');
    const second = await done({ action: 'append', path: 'log', content: 'x\n', ifEtag: first.etag });
    expect(text('log')).toBe('x\nx\n');
    expect(await done({ action: 'append', path: 'log', content: 'x\n', ifEtag: first.etag })).toEqual(second);
    expect(await failure({ action: 'append', path: 'log', content: 'y\n', ifEtag: first.etag })).toMatchObject({
      type: 'file.changed',
      effect: 'none',
    });
    expect(await failure({ action: 'append', path: 'none', content: 'y', ifEtag: first.etag })).toMatchObject({
      type: 'file.absent',
    });
    await done({ action: 'append', path: 'log', content: 'z' });
    expect(text('log')).toBe('x\nx\nz');
  });

  test('lines that many append at once are all there, and whole', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => done({ action: 'append', path: 'log', content: `line ${index}\n` })),
    );
    expect(text('log').split('\n').filter(Boolean).toSorted()).toEqual(
      Array.from({ length: 30 }, (_, index) => `line ${index}`).toSorted(),
    );
  });

  test('[AT3] copy: the same again is done; what is another stays, unless it may go', async () => {
    put('a', 'x');
    const first = await done({ action: 'copy', path: 'a', to: 'sub/b' });
    expect(first).toMatchObject({ path: 'sub/b', size: 1 });
    expect(await done({ action: 'copy', path: 'a', to: 'sub/b' }, { attempt: 2 })).toEqual(first);
    put('a', 'y');
    expect(await failure({ action: 'copy', path: 'a', to: 'sub/b' })).toMatchObject({
      type: 'file.exists',
      effect: 'none',
    });
    await done({ action: 'copy', path: 'a', to: 'sub/b', overwrite: true });
    expect([text('a'), text('sub', 'b')]).toEqual(['y', 'y']);
    expect(await failure({ action: 'copy', path: 'none', to: 'c' })).toMatchObject({
      type: 'file.absent',
      effect: 'none',
    });
    expect(await failure({ action: 'copy', path: 'a', to: 'c', ifEtag: first.etag })).toMatchObject({
      type: 'file.changed',
    });
  });

  test('[AT3] move: a source that is gone and a target that is there have been moved, by an earlier attempt or by the etag', async () => {
    put('a', 'x');
    const first = await done({ action: 'move', path: 'a', to: 'sub/b' });
    expect([existsSync(at('a')), text('sub', 'b')]).toEqual([false, 'x']);
    expect(await done({ action: 'move', path: 'a', to: 'sub/b' }, { attempt: 2 })).toEqual(first);
    expect(await done({ action: 'move', path: 'a', to: 'sub/b', ifEtag: first.etag })).toEqual(first);
    expect(await failure({ action: 'move', path: 'a', to: 'sub/b' })).toMatchObject({
      type: 'file.absent',
      effect: 'none',
    });
    put('sub/b', 'another');
    expect(await failure({ action: 'move', path: 'a', to: 'sub/b', ifEtag: first.etag }, { attempt: 2 })).toMatchObject(
      { type: 'file.absent' },
    );
    put('a', 'x');
    expect(await failure({ action: 'move', path: 'a', to: 'sub/b' })).toMatchObject({
      type: 'file.exists',
      effect: 'none',
    });
    expect(text('sub', 'b')).toBe('another');
    await done({ action: 'move', path: 'a', to: 'sub/b', overwrite: true });
    expect(text('sub', 'b')).toBe('x');
  });

  test('[AT3] a move that was cut between the two names is finished', async () => {
    put('a', 'x');
    linkSync(at('a'), at('b'));
    await done({ action: 'move', path: 'a', to: 'b' }, { attempt: 2 });
    expect([existsSync(at('a')), text('b')]).toEqual([false, 'x']);
    await done({ action: 'move', path: 'b', to: 'b' });
    expect(text('b')).toBe('x');
  });

  test('folders move as well, but not into themselves, and not over another', async () => {
    put('in/a/x', 'x');
    expect(await done({ action: 'move', path: 'in/a', to: 'out/b' })).toMatchObject({
      path: 'out/b',
      size: null,
      etag: null,
    });
    expect(text('out', 'b', 'x')).toBe('x');
    expect(await failure({ action: 'move', path: 'out', to: 'out/c/d' })).toMatchObject({
      type: 'file.forbidden',
      effect: 'none',
    });
    mkdirSync(at('empty'));
    expect(await failure({ action: 'move', path: 'out', to: 'empty', overwrite: true })).toMatchObject({
      type: 'file.exists',
    });
  });

  test('[AT3] remove and makeFolder say whether there was anything to do', async () => {
    put('f/a', 'x');
    expect(await failure({ action: 'remove', path: 'f' })).toMatchObject({
      type: 'file.notEmpty',
      effect: 'none',
      retryable: false,
    });
    expect(await done({ action: 'remove', path: 'f', recursive: true })).toEqual({ path: 'f', removed: true });
    expect(await done({ action: 'remove', path: 'f', recursive: true })).toEqual({ path: 'f', removed: false });
    expect(await done({ action: 'remove', path: 'no/way' })).toEqual({ path: 'no/way', removed: false });
    expect(await done({ action: 'makeFolder', path: 'x/y' })).toEqual({ path: 'x/y', made: true });
    expect(await done({ action: 'makeFolder', path: 'x/y' })).toEqual({ path: 'x/y', made: false });
    expect(await done({ action: 'stat', path: 'no/way' })).toMatchObject({ exists: false, type: null });
    expect(await done({ action: 'stat', path: 'x' })).toMatchObject({ exists: true, type: 'folder' });
  });

  test('[AT2] a folder that holds what is off limits is not removed, and nothing in it', async () => {
    put('project/src/a.ts', 'a');
    put('project/.git/config', 'c');
    expect(await failure({ action: 'remove', path: 'project', recursive: true })).toMatchObject({
      type: 'file.forbidden',
      effect: 'none',
    });
    expect(text('project', 'src', 'a.ts')).toBe('a');
  });

  test('[AT2] an attempt aborted before it begins does nothing', async () => {
    expect(await failure(write('a', 'x'), {}, AbortSignal.abort())).toMatchObject({
      type: 'cancelled',
      effect: 'none',
    });
    expect(existsSync(at('a'))).toBe(false);
  });
});
