import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sqlActivity } from './index.ts';
import { callerOf } from './testing/caller.ts';
import { hasMariadb, mariadbSubject } from './testing/mariadb.ts';
import { type Certificate, hasPostgres, postgresSubject } from './testing/postgres.ts';
import { programNamed } from './testing/programs.ts';
import type { Subject } from './testing/subject.ts';

const run = promisify(execFile);
const hasOpenssl = programNamed('openssl') !== null;

let folder = '';
let certificate: Certificate = { cert: '', key: '' };
beforeAll(async () => {
  if (!hasOpenssl) return;
  folder = await mkdtemp(path.join(tmpdir(), 'sagaloom-tls-'));
  await chmod(folder, 0o755);
  certificate = { cert: path.join(folder, 'server.crt'), key: path.join(folder, 'server.key') };
  const { cert, key } = certificate;
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
    '-addext',
    names,
    '-keyout',
    key,
    '-out',
    cert,
  ]);
  await chmod(key, 0o644);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const suites = [
  {
    name: 'PostgreSQL',
    isThere: hasPostgres,
    make: () => postgresSubject(certificate),
    question: 'SELECT ssl::text AS tls FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    on: 'true',
    off: 'false',
  },
  {
    name: 'MariaDB',
    isThere: hasMariadb,
    make: () => mariadbSubject(certificate),
    question:
      "SELECT IF(VARIABLE_VALUE = '', 'false', 'true') AS tls FROM information_schema.session_status WHERE VARIABLE_NAME = 'Ssl_cipher'",
    on: 'true',
    off: 'false',
  },
];

describe.each(suites)('sql over TLS: $name', ({ isThere, make, question, on, off }) => {
  const isPossible = isThere && hasOpenssl;
  describe.skipIf(!isPossible)(
    isPossible ? 'with a certificate of its own' : 'THE SERVER OR openssl IS NOT INSTALLED: nothing was tested',
    () => {
      let subject: Subject;
      beforeAll(async () => {
        subject = await make();
      }, 120_000);
      afterAll(async () => {
        await sqlActivity.close?.();
        await subject.end();
      });
      const asked = (change: Readonly<Record<string, string>>) =>
        callerOf({ ...subject, connection: { ...subject.connection, ...change } });

      test('off and encrypt do as they say', async () => {
        expect(await asked({}).rows(question)).toEqual([{ tls: off }]);
        expect(await asked({ tls: 'encrypt' }).rows(question)).toEqual([{ tls: on }]);
      });

      test('[AT2] verify trusts nobody it does not know', async () => {
        const error = await asked({ tls: 'verify', host: 'localhost' }).failure(question);
        expect(error).toMatchObject({ type: 'sql.connection', effect: 'none' });
      });

      test('[AT2] verify wants the certificate to be of the host, by its name or its address', async () => {
        const ca = await readFile(certificate.cert, 'utf8');
        expect(await asked({ ca, host: 'localhost' }).rows(question)).toEqual([{ tls: on }]);
        expect(await asked({ ca, host: '127.0.0.1' }).rows(question)).toEqual([{ tls: on }]);
        // the same server by an address that its certificate does not have
        const error = await asked({ ca, host: '127.0.0.2' }).failure(question);
        expect(error).toMatchObject({ type: 'sql.connection', effect: 'none' });
        expect(error.message).toMatch(/altnames|certificate/i);
      });
    },
  );
});
