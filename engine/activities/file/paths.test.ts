import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir, rename, symlink, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../core/json.ts';
import { locate } from '../workspace/paths.ts';
import { type Output, workspaceOfTest, write } from './testing/workspace.ts';

const { outer, workspace, at, attempt, text, put, done, failure } = workspaceOfTest();

describe('file: no way leads out', () => {
  const spellings = [
    '..',
    '../secret.txt',
    'a/../../secret.txt',
    './../secret.txt',
    '/etc/passwd',
    '//etc/passwd',
    'a//b',
    'a/./b',
    String.raw`..\secret.txt`,
    String.raw`a\b`,
    'C:/x',
    'a:stream',
    'file:///etc/passwd',
    'a\0b',
    'a\nb',
    '',
    ' ',
    '. ./x',
    '.. /secret.txt',
    '.../x',
    'x./y',
    'nul',
    'CON.txt',
    'a/aux/b',
    '\ud800',
    '.git/config',
    'a/.git/hooks/post-commit',
    '.env',
    'a/.ENV',
    'prod.env',
    '.sagaloom/engine.db',
    'node_modules/x/index.js',
    'a/Node_Modules/x',
    'NODE_M~1/x',
    '\u200b.git/config',
    '\uff0egit/config',
    '.g\u200cit/config',
    'secrets.json',
    'conf/Secrets.YAML',
    'secrets.age',
    'tls/server.key',
    'tls/server.pem',
  ];
  const actions = ['read', 'write', 'append', 'list', 'stat', 'remove', 'makeFolder'] as const;

  test.each(spellings)('[AT2] %j is refused by every action, effect none', async (name) => {
    for (const action of actions) {
      const content = action === 'write' || action === 'append' ? { content: 'x' } : {};
      const error = await failure({ action, path: name, ...content });
      expect([
        action,
        ['file.forbidden', 'activity.input'].includes(error.type),
        error.effect,
        error.retryable,
      ]).toEqual([action, true, 'none', false]);
    }
    put('a.txt', 'a');
    for (const action of ['copy', 'move']) {
      expect(await failure({ action, path: 'a.txt', to: name })).toMatchObject({ effect: 'none' });
      expect(await failure({ action, path: name, to: 'b.txt' })).toMatchObject({ effect: 'none' });
    }
    expect(text('a.txt')).toBe('a');
    expect(readdirSync(outer()).toSorted()).toEqual(['secret.txt', 'workspace']);
  });

  test('whatever a path is, what it names is inside, by the names of the file system itself', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', 'a', '.git', '~', 'a b', '%2e%2e', '…'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), fc.constantFrom('/', '\\', '//'), (parts, between) => {
        const found = locate(parts.join(between), 'write');
        if (!found.ok) return;
        const full = path.resolve(workspace(), ...found.folders, found.name);
        expect(full.startsWith(`${workspace()}/`)).toBe(true);
        expect(path.relative(workspace(), full)).toBe(found.path);
        expect(found.path.split('/').some((each) => each.startsWith('.') || each === '')).toBe(false);
        expect(path.win32.isAbsolute(found.path)).toBe(false);
        expect(path.win32.resolve(String.raw`C:\w`, found.path).startsWith(String.raw`C:\w` + '\\')).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('what decides what steps may do is only read', async () => {
    put('sagaloom.config.json', '{}');
    put('activities/own.ts', 'code');
    expect(await done({ action: 'read', path: 'sagaloom.config.json', format: 'json' })).toMatchObject({ content: {} });
    for (const name of [
      'sagaloom.config.json',
      'Sagaloom.Config.json',
      'activities/own.ts',
      'Activities/new.ts',
      'activities',
    ]) {
      expect(await failure(write(name, 'x'))).toMatchObject({ type: 'file.forbidden', effect: 'none' });
      expect(await failure({ action: 'remove', path: name, recursive: true })).toMatchObject({
        type: 'file.forbidden',
      });
      expect(await failure({ action: 'move', path: 'sagaloom.config.json', to: 'x' })).toMatchObject({
        type: 'file.forbidden',
      });
    }
    expect(text('activities', 'own.ts')).toBe('code');
  });

  test('[AT2] no link is followed: at the end, on the way, to inside or outside', async () => {
    put('real/in.txt', 'inside');
    symlinkSync(path.join(outer(), 'secret.txt'), at('file-out'));
    symlinkSync(at('real/in.txt'), at('file-in'));
    symlinkSync(outer(), at('out'));
    symlinkSync(at('real'), at('in'));
    symlinkSync(path.join(outer(), 'made'), at('dangling'));
    for (const name of [
      'file-out',
      'file-in',
      'out/secret.txt',
      'in/in.txt',
      'dangling',
      'out/new.txt',
      'dangling/x',
    ]) {
      for (const action of ['read', 'write', 'append'] as const) {
        const content = action === 'read' ? {} : { content: 'x' };
        const error = await failure({ action, path: name, ...content });
        expect([name, action, error.type, error.effect]).toEqual([name, action, 'file.link', 'none']);
      }
      expect(await failure({ action: 'move', path: name, to: 'moved' })).toMatchObject({ effect: 'none' });
      expect(await failure({ action: 'copy', path: name, to: 'moved' })).toMatchObject({ effect: 'none' });
      put('a.txt', 'a');
      expect(await failure({ action: 'copy', path: 'a.txt', to: name, overwrite: true })).toMatchObject({
        type: 'file.link',
      });
      expect(await failure({ action: 'move', path: 'a.txt', to: name, overwrite: true })).toMatchObject({
        type: 'file.link',
      });
    }
    expect(await failure({ action: 'list', path: 'out' })).toMatchObject({ type: 'file.link' });
    expect(await failure({ action: 'makeFolder', path: 'out/x' })).toMatchObject({ type: 'file.link' });
    expect((await done({ action: 'list', path: '.', glob: '**' })).entries.map((each) => each.path)).not.toContain(
      'out/secret.txt',
    );
    expect(await done({ action: 'stat', path: 'file-out' })).toMatchObject({
      exists: true,
      type: 'link',
      size: null,
      etag: null,
    });
    expect(await done({ action: 'remove', path: 'file-out' })).toMatchObject({ removed: true }); // the link alone
    expect(readFileSync(path.join(outer(), 'secret.txt'), 'utf8')).toBe('outside');
    expect(readdirSync(outer()).toSorted()).toEqual(['secret.txt', 'workspace']);
  });

  test('a file with another name is not appended to: the other may be outside', async () => {
    linkSync(path.join(outer(), 'secret.txt'), at('twin.txt'));
    expect(await failure({ action: 'append', path: 'twin.txt', content: 'x' })).toMatchObject({
      type: 'file.link',
      effect: 'none',
    });
    await done(write('twin.txt', 'x'));
    expect(readFileSync(path.join(outer(), 'secret.txt'), 'utf8')).toBe('outside');
  });

  test('removing a folder removes links in it, not what they lead to', async () => {
    mkdirSync(path.join(outer(), 'keep'));
    writeFileSync(path.join(outer(), 'keep', 'x'), 'x');
    put('old/a/b.txt', 'b');
    symlinkSync(path.join(outer(), 'keep'), at('old', 'a', 'link'));
    expect(await done({ action: 'remove', path: 'old', recursive: true })).toMatchObject({ removed: true });
    expect(existsSync(at('old'))).toBe(false);
    expect(readdirSync(path.join(outer(), 'keep'))).toEqual(['x']);
  });

  test('a pipe is no file, and nobody waits for it', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    for (const action of ['read', 'append']) {
      const content = action === 'append' ? { content: 'x' } : {};
      expect(await failure({ action, path: 'pipe', ...content })).toMatchObject({
        type: 'file.notFile',
        effect: 'none',
      });
    }
  });

  test.skipIf(process.platform !== 'linux')(
    'while a folder and a link to outside change places all the time, nothing outside is read, written or removed',
    async () => {
      mkdirSync(path.join(outer(), 'target'));
      writeFileSync(path.join(outer(), 'target', 'x.txt'), 'outside');
      put('spin/x.txt', 'inside');
      const state = { isOver: false };
      // what steps make meanwhile may stand in the way: then that part of the turn is left out
      const turn = (step: Promise<unknown>): Promise<boolean> =>
        step.then(
          () => true,
          () => false,
        );
      const swapping = (async () => {
        for (let count = 0; !state.isOver; count += 1) {
          await turn(rename(at('spin'), at(`aside-${count}`)));
          await turn(symlink(path.join(outer(), 'target'), at('spin')));
          await turn(unlink(at('spin')));
          if (await turn(mkdir(at('spin')))) await writeFile(at('spin', 'x.txt'), 'inside');
        }
      })();
      const tries = async (input: JsonObject): Promise<void> => {
        for (let count = 0; count < 150; count += 1) {
          const result = await attempt(input);
          if (result.kind === 'completed' && input['action'] === 'read')
            expect((result.output as Output).content).not.toBe('outside');
        }
      };
      await Promise.all([
        tries({ action: 'read', path: 'spin/x.txt' }),
        tries(write('spin/x.txt', 'inside')),
        tries(write('spin/new.txt', 'new')),
        tries({ action: 'remove', path: 'spin/x.txt' }),
        tries({ action: 'makeFolder', path: 'spin/made' }),
        tries({ action: 'append', path: 'spin/log.txt', content: 'x' }),
      ]);
      state.isOver = true;
      await swapping;
      expect(readdirSync(path.join(outer(), 'target'))).toEqual(['x.txt']);
      expect(readFileSync(path.join(outer(), 'target', 'x.txt'), 'utf8')).toBe('outside');
    },
  );
});
