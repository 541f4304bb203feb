import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { workspaceOfTest, write } from './testing/workspace.ts';

const { workspace, at, put, done, failure } = workspaceOfTest();

const strays = (): string[] =>
  (readdirSync(workspace(), { recursive: true }) as string[]).filter((name) => name.endsWith('.tmp'));

describe('file: read and write', () => {
  test('any text, JSON and bytes come back as they were', async () => {
    const anyText = fc.string({ unit: 'binary' }).map((each) => each.toWellFormed().replace(/^\ufeff+/, ''));
    await fc.assert(
      fc.asyncProperty(anyText, fc.constantFrom('utf-8', 'utf-16le'), async (content, encoding) => {
        await done(write('t', content, { encoding }));
        expect((await done({ action: 'read', path: 't', encoding })).content).toBe(content);
      }),
      { numRuns: 40 },
    );
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const content = JSON.parse(JSON.stringify(value).replaceAll('__proto__', '')) as Json; // checking an input leaves it out
        await done(write('j', content, { format: 'json' }));
        expect((await done({ action: 'read', path: 'j', format: 'json' })).content).toEqual(content);
      }),
      { numRuns: 40 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (bytes) => {
        const content = Buffer.from(bytes).toString('base64');
        await done(write('b', content, { format: 'base64' }));
        expect((await done({ action: 'read', path: 'b', format: 'base64' })).content).toBe(content);
      }),
      { numRuns: 40 },
    );
  });

  test('it says size, moment and etag, and the etag is of the content', async () => {
    const first = await done(write('deep/er/a.txt', 'grüße'));
    expect(first).toMatchObject({ path: 'deep/er/a.txt', size: 7, etag: expect.stringMatching(/^sha256-/) as string });
    expect(await done({ action: 'stat', path: 'deep/er/a.txt' })).toEqual({ ...first, exists: true, type: 'file' });
    expect((await done(write('b.txt', 'grüße'))).etag).toBe(first.etag);
    expect((await done(write('b.txt', 'other'))).etag).not.toBe(first.etag);
  });

  test('[AT2] what cannot be read as asked is an error, effect none', async () => {
    writeFileSync(at('bytes'), Buffer.from([0xff, 0xfe, 0x00]));
    put('large', 'x'.repeat(101));
    mkdirSync(at('folder'));
    expect(await failure({ action: 'read', path: 'bytes' })).toMatchObject({
      type: 'file.encoding',
      effect: 'none',
      retryable: false,
    });
    expect(await failure({ action: 'read', path: 'large', format: 'json' })).toMatchObject({
      type: 'file.json',
      effect: 'none',
    });
    expect(await failure({ action: 'read', path: 'large', maxBytes: 100 })).toMatchObject({
      type: 'file.tooLarge',
      effect: 'none',
    });
    expect(await done({ action: 'read', path: 'large', maxBytes: 101 })).toMatchObject({ size: 101 });
    expect(await failure({ action: 'read', path: 'absent' })).toMatchObject({ type: 'file.absent', effect: 'none' });
    expect(await failure({ action: 'read', path: 'absent/er' })).toMatchObject({ type: 'file.absent', effect: 'none' });
    expect(await failure({ action: 'read', path: 'folder' })).toMatchObject({ type: 'file.notFile', effect: 'none' });
    expect(await failure(write('folder', 'x'))).toMatchObject({ type: 'file.notFile', effect: 'none' });
    expect(await failure(write('large/x', 'x'))).toMatchObject({ type: 'file.link', effect: 'none' });
    expect(await failure(write('t', 'ř', { encoding: 'latin1' }))).toMatchObject({
      type: 'file.encoding',
      effect: 'none',
    });
    expect(await failure(write('t', 'no base64', { format: 'base64' }))).toMatchObject({ type: 'file.encoding' });
    expect(await failure(write('x'.repeat(300), 'x'))).toMatchObject({ type: 'file.forbidden', effect: 'none' });
    expect(strays()).toEqual([]);
  });

  test('fields that an action has not are refused, and those it needs are asked for', async () => {
    expect(await failure({ action: 'read', path: 'a', content: 'x' })).toMatchObject({ type: 'activity.input' });
    expect(await failure({ action: 'write', path: 'a' })).toMatchObject({ type: 'activity.input' });
    expect(await failure({ action: 'copy', path: 'a' })).toMatchObject({ type: 'activity.input' });
  });

  test('a file that is replaced keeps its permissions, and readers see one or the other', async () => {
    writeFileSync(at('run.sh'), 'a'.repeat(10_000), { mode: 0o755 });
    const state = { isOver: false };
    const seen = new Set<string>();
    const reading = (async () => {
      while (!state.isOver) {
        const { size, content } = await done({ action: 'read', path: 'run.sh' });
        seen.add(JSON.stringify([size, (content as string)[0]]));
      }
    })();
    for (let count = 0; count < 50; count += 1)
      await done(write('run.sh', (count % 2 === 0 ? 'b' : 'c').repeat(20_000)));
    state.isOver = true;
    await reading;
    expect([...seen].filter((each) => !['[10000,"a"]', '[20000,"b"]', '[20000,"c"]'].includes(each))).toEqual([]);
    expect(statSync(at('run.sh')).mode & 0o777).toBe(0o755);
    expect(strays()).toEqual([]);
  });
});
