import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentSecurityPolicy } from './csp.ts';
import { fileFor, pageHandler } from './protocol.ts';

let folder = '';
beforeAll(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'sagaloom-page-')), 'dist');
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'index.html'), '<style nonce="__CSP_NONCE__"></style>');
  writeFileSync(path.join(folder, 'assets', 'main.js'), 'export {}');
  writeFileSync(path.join(folder, '..', 'secret.json'), '{}');
});
afterAll(() => {
  rmSync(path.dirname(folder), { recursive: true });
});

const get = (address: string, method = 'GET') => pageHandler(folder)(new Request(address, { method }));

describe('app://sagaloom/', () => {
  test('is the page', async () => {
    const response = await get('app://sagaloom/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  test('serves the files beside the page', async () => {
    const response = await get('app://sagaloom/assets/main.js');
    expect(await response.text()).toBe('export {}');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  test.each([
    'app://sagaloom/..%2fsecret.json',
    'app://sagaloom/assets/..%2f..%2fsecret.json',
    'app://sagaloom/..%5csecret.json',
    'app://sagaloom/index.html%00.js',
    'app://sagaloom/%E0%A4%A',
    'app://elsewhere/index.html',
    'file:///etc/passwd.json',
    'not an address',
  ])('%s leads nowhere', (address) => {
    expect(fileFor(address, folder)).toBeUndefined();
  });

  test.each(['app://sagaloom/../secret.json', 'app://sagaloom/%2e%2e/secret.json'])('%s stays inside', (address) => {
    expect(fileFor(address, folder)).toBe(path.join(folder, 'secret.json'));
  });

  test('answers with 404 what it does not have, and any method but GET', async () => {
    expect((await get('app://sagaloom/secret.json')).status).toBe(404);
    expect((await get('app://sagaloom/', 'POST')).status).toBe(404);
  });

  test('gives each response a nonce of its own, in header and page alike', async () => {
    const [one, two] = [await get('app://sagaloom/'), await get('app://sagaloom/')];
    const nonceOf = (response: Response) =>
      /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1];
    expect(nonceOf(one)).toBeDefined();
    expect(nonceOf(one)).not.toBe(nonceOf(two));
    expect(await one.text()).toBe(`<style nonce="${nonceOf(one)}"></style>`);
  });

  test('allows no inline script, no eval and no other host', () => {
    const policy = contentSecurityPolicy('n');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
  });
});
