import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Null where it is not installed. */
export const opensslVersion: string | null = (() => {
  const { status, stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
})();

/** PEM texts. */
export interface Certificates {
  readonly ca: string;
  /** For localhost and 127.0.0.1. */
  readonly cert: string;
  readonly key: string;
  readonly client: { readonly cert: string; readonly key: string; readonly lockedKey: string };
}

/** An authority of its own, and what it signed. */
export function certificates(): Certificates {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagaloom-tls-'));
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const signed = (name: string, extensions: string): void => {
    writeFileSync(at(`${name}.ext`), extensions);
    openssl('req', ...ec, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', `${name}.ext`];
    openssl('x509', '-req', '-in', `${name}.csr`, ...by, '-out', `${name}.pem`);
  };
  openssl('req', '-x509', ...ec, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=test authority', '-days', '2');
  signed('server', 'subjectAltName=DNS:localhost,DNS:ledger.example,IP:127.0.0.1\n');
  signed('client', 'extendedKeyUsage=clientAuth\n');
  openssl('ec', '-in', 'client.key', '-aes128', '-passout', 'pass:open', '-out', 'client.locked');
  const read = (name: string): string => readFileSync(at(name), 'utf8');
  const client = { cert: read('client.pem'), key: read('client.key'), lockedKey: read('client.locked') };
  const all = { ca: read('ca.pem'), cert: read('server.pem'), key: read('server.key'), client };
  rmSync(folder, { recursive: true });
  return all;
}
