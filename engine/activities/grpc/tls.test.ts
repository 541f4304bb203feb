import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServerCredentials } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from 'vitest';
import { grpcActivity } from './index.ts';
import { programNamed } from '../sql/testing/programs.ts';
import { closeAll, echo, failureOf, inPlace, never, outputOf, serve } from './testing/call.ts';
import { certificates } from './testing/service.ts';

afterEach(closeAll);

const hasOpenssl = programNamed('openssl') !== null;
const none = { cert: '', key: '' };

describe.skipIf(!hasOpenssl)('grpc: TLS (needs openssl)', () => {
  const { ca, server, client } = hasOpenssl ? certificates() : { ca: '', server: none, client: none };
  const keyPair = { private_key: Buffer.from(server.key), cert_chain: Buffer.from(server.cert) };

  test('with an authority of its own, and the name of the certificate', async () => {
    const { target } = await serve(echo, { credentials: ServerCredentials.createSsl(null, [keyPair]) });
    expect(await outputOf({ target, tls: { ca, serverName: 'orders.test' } })).toMatchObject({
      message: { note: 'yes' },
    });
  });

  test('a server that no trusted authority vouches for, or that is another, gets nothing', async () => {
    const service = await serve(echo, { credentials: ServerCredentials.createSsl(null, [keyPair]) });
    for (const tls of [true, { ca }, { ca, serverName: 'other.test' }]) {
      const error = await failureOf({ target: service.target, tls });
      expect(error).toMatchObject({
        type: expect.stringMatching(/^grpc\.(UNAVAILABLE|reflection)$/) as string,
        effect: 'none',
      });
    }
    expect(service.calls).toEqual([]);
  });

  test("with the client's certificate, where the server asks for one", async () => {
    const service = await serve(echo, { credentials: ServerCredentials.createSsl(Buffer.from(ca), [keyPair], true) });
    const tls = { ca, serverName: 'orders.test', cert: client.cert, key: client.key };
    expect(await outputOf({ target: service.target, tls })).toMatchObject({ message: { note: 'yes' } });
    expect((await failureOf({ target: service.target, tls: { ca, serverName: 'orders.test' } })).type).toMatch(
      /^grpc\./,
    );
    expect(service.calls).toHaveLength(1);
  });

  test('by a connection, its certificates from secrets and a file of the workspace', async () => {
    const { target } = await serve(echo, {
      credentials: ServerCredentials.createSsl(Buffer.from(ca), [keyPair], true),
    });
    const workspace = await mkdtemp(path.join(tmpdir(), 'sagaloom-grpc-'));
    try {
      await writeFile(path.join(workspace, 'ca.crt'), ca);
      const settings = {
        connections: {
          shop: {
            type: 'grpc',
            target,
            caFile: 'ca.crt',
            cert: client.cert,
            key: '{% secrets.KEY %}',
            serverName: 'orders.test',
          },
        },
      };
      const within = inPlace(workspace, settings, { KEY: client.key });
      const result = await grpcActivity.perform(
        { connection: 'shop', service: 'shop.v1.Orders', method: 'Get' },
        within,
        never,
      );
      expect(result).toMatchObject({ kind: 'completed', output: { message: { note: 'yes' } } });
    } finally {
      await rm(workspace, { recursive: true, force: true });
    }
  });
});
