import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { testFolder } from '../node/testing/folder.ts';
import { said, start } from './testing/bin.ts';
import { type Told, within } from './testing/within.ts';

let cwd: string;
beforeEach(() => {
  cwd = testFolder();
});

const cli = (...args: readonly string[]): Promise<Told> => within(args, { cwd });
const jsonOf = ({ stdout }: Told): unknown => JSON.parse(stdout);

const traceId = '5a6a0000000000000000000000000001';
const document = {
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeSpans: [
        {
          scope: {},
          spans: [
            {
              traceId,
              spanId: '00000000000000aa',
              name: 'charge',
              startTimeUnixNano: '1767225600000000000',
              endTimeUnixNano: '1767225600012000000',
            },
          ],
        },
      ],
    },
  ],
};

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

const put = (name: string, text: string | Buffer): Promise<void> => writeFile(path.join(cwd, name), text);

describe('traces', { timeout: 60_000 }, () => {
  test('are imported, listed, shown and removed', async () => {
    await put('a.json', JSON.stringify(document));
    await put('b.json.gz', gzipSync(JSON.stringify(document)));
    const imported = await cli('traces', 'import', 'a.json', 'b.json.gz', '--json');
    expect(imported.code).toBe(0);
    expect(jsonOf(imported)).toMatchObject([
      { file: 'a.json', spans: 1, traces: 1, traceIds: [traceId], refused: 0, why: null },
      { file: 'b.json.gz', spans: 1 },
    ]);
    expect(jsonOf(await cli('traces', 'list', '--text', 'CHAR', '--json'))).toMatchObject({
      items: [{ traceId, name: 'charge', service: 'shop', spans: 1, durationMs: 12, source: 'imported' }],
      next: null,
    });
    expect((await cli('traces')).stdout).toContain('charge');
    const shown = await cli('traces', 'show', traceId);
    expect(shown.code).toBe(0);
    expect(jsonOf(shown)).toEqual(document);
    expect(jsonOf(await cli('traces', 'remove', traceId, '--json'))).toEqual({ removed: 1 });
    expect(await cli('traces', 'remove', traceId)).toMatchObject({ code: 1 });
    expect(await cli('traces', 'show', traceId)).toMatchObject({ code: 1, stdout: '' });
  });

  test('what cannot be imported is told in one line, and what can be is kept', async () => {
    await put('cut.json', JSON.stringify(document).slice(0, -4));
    await put('none.json', '{"a":1}');
    await put('text.json', 'hello');
    const lines = async (...files: string[]) => {
      const { code, stderr } = await cli('traces', 'import', ...files);
      return [code, stderr.trim().split('\n').at(-1)] as const;
    };
    expect(await lines('cut.json')).toEqual([
      1,
      expect.stringMatching(/^sagaloom: cut\.json: .* ends in the middle, at byte \d+ .*kept\.$/),
    ]);
    expect(await lines('none.json')).toEqual([1, expect.stringContaining('holds no spans')]);
    expect(await lines('text.json')).toEqual([1, expect.stringContaining('it is no JSON, at byte 0 (line 1)')]);
    expect(await lines('missing.json')).toEqual([1, 'sagaloom: There is no file missing.json.']);
    expect(await lines('.')).toEqual([1, 'sagaloom: . is a folder; name a file.']);
    expect(jsonOf(await cli('traces', '--json'))).toMatchObject({ items: [{ spans: 1 }] });
  });

  test('are taken by a server that was told to', async () => {
    const port = await freePort();
    const server = start(['serve', '--port', '0', '--otlp-receiver', String(port)], { cwd });
    await said(server, /Sagaloom is at/);
    const body = JSON.stringify(document);
    const answer = await fetch(`http://127.0.0.1:${port}/v1/traces`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    expect(jsonOf(await cli('traces', '--json'))).toMatchObject({ items: [{ traceId, source: 'received' }] });
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, stderr: expect.stringContaining(`${port}/v1/traces`) });
    expect((await readFile(path.join(cwd, '.sagaloom', 'runs.db.traces'))).length).toBeGreaterThan(0);
  });
});
