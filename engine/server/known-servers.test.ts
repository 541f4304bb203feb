import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../node/testing/folder.ts';
import { knownServer, type KnownServer, rememberServer, serverOf } from './known-servers.ts';

const server = (change: Partial<KnownServer> = {}): KnownServer => ({
  url: 'http://127.0.0.1:4860/',
  token: 'secret',
  database: '/flows/.sagaloom/runs.db',
  pid: process.pid,
  ...change,
});

describe('[PG3] the servers of a user', () => {
  test('are found by their URL, in any form, until they stop', () => {
    const env = { XDG_STATE_HOME: testFolder() };
    const forget = rememberServer(server(), env);
    for (const url of ['http://127.0.0.1:4860', 'http://127.0.0.1:4860/', 'http://localhost:4860/rpc'])
      expect(knownServer(url, env)).toEqual(server());
    expect(knownServer('http://127.0.0.1:4861', env)).toBeNull();
    forget();
    expect(knownServer('http://127.0.0.1:4860', env)).toBeNull();
  });

  test('are of this machine: their token goes nowhere else, whatever the port', () => {
    const env = { XDG_STATE_HOME: testFolder() };
    rememberServer(server(), env);
    for (const url of [
      'http://evil.example:4860',
      'http://localhost.evil.example:4860',
      'http://127.0.0.1@evil.example:4860',
    ])
      expect(knownServer(url, env)).toBeNull();
  });

  test('are nobody else’s to read', () => {
    const env = { XDG_STATE_HOME: testFolder() };
    const file = path.join(env.XDG_STATE_HOME, 'sagaloom', 'servers', '4860.json');
    rememberServer(server(), env);
    writeFileSync(file, 'left by somebody', { mode: 0o644 });
    rememberServer(server(), env);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  test('one that stops late does not take the one that has its port by now along', () => {
    const env = { XDG_STATE_HOME: testFolder() };
    const forget = rememberServer(server({ token: 'old' }), env);
    rememberServer(server({ token: 'new' }), env);
    forget();
    expect(knownServer('http://127.0.0.1:4860', env)).toMatchObject({ token: 'new' });
  });

  test('are found by the database they hold, while they live', () => {
    const env = { XDG_STATE_HOME: testFolder() };
    rememberServer(server(), env);
    rememberServer(server({ url: 'http://127.0.0.1:4861/', database: '/gone.db', pid: 2 ** 22 + 1 }), env);
    expect(serverOf('/flows/.sagaloom/runs.db', env)).toEqual(server());
    expect(serverOf('/gone.db', env)).toBeNull();
    expect(serverOf('/other.db', env)).toBeNull();
  });

  test('what is no file of ours is passed over, and a home that cannot be written costs nothing', () => {
    const env = { XDG_STATE_HOME: testFolder() };
    rememberServer(server(), env)();
    writeFileSync(path.join(env.XDG_STATE_HOME, 'sagaloom', 'servers', '4860.json'), '{}');
    expect(knownServer('http://127.0.0.1:4860', env)).toBeNull();
    const nowhere = { XDG_STATE_HOME: '/proc/sagaloom' };
    expect(() => rememberServer(server(), nowhere)()).not.toThrow();
  });
});
