import { createRouterClient } from '@orpc/server';
import { afterEach, describe, expect, test } from 'vitest';
import { json, listen, type TestServer } from '../../activities/testing/server.ts';
import { createEngineHost, type EngineHost } from '../host.ts';
import { makeWorkspace } from '../testing/place.ts';

const open: (EngineHost | TestServer)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function clientIn(files: Record<string, string>) {
  const workspace = await makeWorkspace(files);
  const host = await createEngineHost({ workspace, database: '.sagaloom/runs.db', shop: null });
  open.push(host);
  return createRouterClient(host.router, { context: host.context });
}

const document = {
  openapi: '3.1.0',
  paths: {
    '/a/{id}': {
      get: {
        operationId: 'getA',
        summary: 'One a',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      },
    },
    '/big': {
      post: { requestBody: { content: { 'application/json': { schema: { enum: ['x'.repeat(3_000_000)] } } } } },
    },
  },
};

describe('the operations of an OpenAPI document, through the contract', () => {
  test('of a file of the workspace: all, and one', async () => {
    const client = await clientIn({ 'api.json': JSON.stringify(document) });
    const all = await client.activities.operations({ document: 'api.json' });
    expect(all).toMatchObject([
      { id: 'getA', method: 'GET', path: '/a/{id}', summary: 'One a', input: { required: ['parameters'] } },
      { id: 'POST /big', input: null, output: null }, // the list would be too long with it
    ]);
    const [big] = await client.activities.operations({ document: 'api.json', operation: 'POST /big' });
    expect(big).toMatchObject({ id: 'POST /big', input: { properties: { body: { enum: [expect.any(String)] } } } });
  });

  test('of a URL, under the settings of the workspace', async () => {
    const server = await listen((_, response) => json(response, 200, document));
    open.push(server);
    const client = await clientIn({});
    expect(await client.activities.operations({ document: server.url })).toMatchObject([{ id: 'getA' }, {}]);
    const shut = await clientIn({ 'sagaloom.config.json': '{ "http": { "network": "none" } }' });
    await expect(shut.activities.operations({ document: server.url })).rejects.toMatchObject({
      code: 'INVALID',
      data: { details: { type: 'http.forbidden' } },
    });
  });

  test.each([
    [{ document: 'nothing.json' }, 'there is no "nothing.json"'],
    [{ document: '../../etc/passwd' }, 'not within the workspace'],
    [{ document: 'api.json', operation: 'getB' }, 'did you mean getA?'],
    [{ document: 'sagaloom.config.json' }, 'OpenAPI 3'],
  ])('%j is refused in a sentence', async (asked, says) => {
    const client = await clientIn({ 'api.json': JSON.stringify(document), 'sagaloom.config.json': '{}' });
    await expect(client.activities.operations(asked)).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining(says),
    });
  });

  test('settings that cannot be read allow nothing', async () => {
    const client = await clientIn({ 'api.json': JSON.stringify(document), 'sagaloom.config.json': '{ "http": 1 }' });
    await expect(client.activities.operations({ document: 'api.json' })).rejects.toMatchObject({ code: 'INVALID' });
  });
});
