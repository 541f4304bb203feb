import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { noPlace } from '../place.ts';
import { type Certificates, certificates, opensslVersion } from '../testing/certificates.ts';
import { testContext } from '../testing/context.ts';
import { failureOf, inPlace, outputOf } from '../testing/http.ts';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** Answers with what it saw of the client's certificate and of the name it was asked for. */
async function serve(options: ServerOptions): Promise<string> {
  const server = createServer(options, (request, response) => {
    const socket = request.socket as TLSSocket;
    const { servername = false } = socket as { servername?: string | false };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ client: socket.getPeerCertificate().subject?.CN ?? null, servername }));
  });
  server.on('tlsClientError', () => {});
  open.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe.skipIf(opensslVersion === null)(`http: TLS (${opensslVersion ?? 'SKIPPED: openssl is not installed'})`, () => {
  let made: Certificates = { ca: '', cert: '', key: '', client: { cert: '', key: '', lockedKey: '' } };
  let workspace = '';
  beforeAll(async () => {
    made = certificates();
    workspace = await mkdtemp(path.join(tmpdir(), 'sagaloom-tls-ws-'));
    await writeFile(path.join(workspace, 'ca.pem'), made.ca);
    await writeFile(path.join(workspace, 'key.pem'), made.client.key);
  });
  afterAll(() => rm(workspace, { recursive: true }));
  const here = () => testContext({ place: { ...noPlace, workspace } });
  const server = (more: ServerOptions = {}) => serve({ cert: made.cert, key: made.key, ...more });

  test('[AT2] a certificate that nobody vouches for is not believed, and nothing is sent', async () => {
    const url = await server();
    expect(await failureOf({ url, method: 'POST' })).toMatchObject({ type: 'http.connection', effect: 'none' });
  });

  test('an authority of its own, as a text and as a file of the workspace', async () => {
    const url = await server();
    expect(await outputOf({ url, tls: { ca: made.ca } })).toMatchObject({ body: { servername: false } });
    expect(await outputOf({ url, tls: { ca: { file: 'ca.pem' } } }, here())).toMatchObject({ status: 200 });
    const named = url.replace('127.0.0.1', 'localhost');
    expect(await outputOf({ url: named, tls: { ca: made.ca } })).toMatchObject({ body: { servername: 'localhost' } });
  });

  test('another name is asked for, and checked', async () => {
    const url = await server();
    const tls = { ca: made.ca, servername: 'ledger.example' };
    expect(await outputOf({ url, tls })).toMatchObject({ body: { servername: 'ledger.example' } });
    expect(await failureOf({ url, tls: { ...tls, servername: 'other.example' } })).toMatchObject({
      type: 'http.connection',
      effect: 'none',
      details: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
  });

  test('a Host header does not change whom it believes', async () => {
    const url = await server();
    const input = { url, tls: { ca: made.ca }, headers: { host: 'other.example' } };
    expect(await outputOf(input)).toMatchObject({ body: { servername: false } });
  });

  test('the certificate of the client, with a plain and with a locked key', async () => {
    const url = await server({ ca: made.ca, requestCert: true, rejectUnauthorized: true });
    const { cert, key, lockedKey } = made.client;
    expect(await outputOf({ url, tls: { ca: made.ca, cert, key } })).toMatchObject({ body: { client: 'client' } });
    const locked = { ca: made.ca, cert, key: lockedKey, passphrase: 'open' };
    expect(await outputOf({ url, tls: locked })).toMatchObject({ body: { client: 'client' } });
    const inFile = { ca: { file: 'ca.pem' }, cert, key: { file: 'key.pem' } };
    expect(await outputOf({ url, tls: inFile }, here())).toMatchObject({ body: { client: 'client' } });
    expect((await failureOf({ url, tls: { ca: made.ca } })).type).toMatch(/^http\.(connection|reset)$/);
    expect(await failureOf({ url, tls: { ...locked, passphrase: 'wrong' } })).toMatchObject({
      type: 'http.connection',
    });
  });

  test('connections of one client are never those of another', async () => {
    const url = await server({ ca: made.ca, requestCert: true, rejectUnauthorized: false });
    const { cert, key } = made.client;
    expect(await outputOf({ url, tls: { ca: made.ca, cert, key } })).toMatchObject({ body: { client: 'client' } });
    expect(await outputOf({ url, tls: { ca: made.ca } })).toMatchObject({ body: { client: null } });
  });

  test('whoever answers is believed only where the workspace lets a step say so', async () => {
    const url = await server();
    const input = { url, tls: { insecure: true } };
    const error = await failureOf(input);
    expect(error).toMatchObject({ type: 'activity.input', effect: 'none' });
    expect(error.message).toContain('allowInsecureTls');
    expect(await outputOf(input, inPlace({ allowInsecureTls: true }))).toMatchObject({ status: 200 });
  });

  test('[AT2] a file that is not in the workspace is wrong input', async () => {
    const url = await server();
    for (const file of ['nothing.pem', '../ca.pem', '/etc/ssl/openssl.cnf'])
      expect(await failureOf({ url, tls: { ca: { file } } }, here())).toMatchObject({ type: 'activity.input' });
  });

  test('what is no PEM text is no connection, and is not told', async () => {
    const url = await server();
    const error = await failureOf({ url, tls: { cert: 'hidden-cert', key: 'hidden-key' } });
    expect(error).toMatchObject({ effect: 'none' });
    expect(JSON.stringify(error)).not.toContain('hidden');
  });

  test('on its way to another origin the client shows no certificate', async () => {
    const other = await server({ ca: made.ca, requestCert: true, rejectUnauthorized: false });
    const redirecting = createServer({ cert: made.cert, key: made.key }, (_, response) => {
      response.writeHead(307, { location: other }).end();
    });
    open.push(redirecting.listen(0, '127.0.0.1'));
    await once(redirecting, 'listening');
    const url = `https://localhost:${(redirecting.address() as AddressInfo).port}/`;
    const { cert, key } = made.client;
    expect(await outputOf({ url, tls: { ca: made.ca, cert, key } })).toMatchObject({ body: { client: null } });
  });
});
