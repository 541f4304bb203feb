import { describe, expect, test } from 'vitest';
import { gated, isOurs, type Sender } from './gate.ts';
import { isGranted } from './permissions.ts';

const top = (url: string): Sender => ({ url, parent: null });

describe('the IPC gate', () => {
  test('lets the page in, and nobody else', () => {
    expect(isOurs(top('app://sagaloom/'))).toBe(true);
    expect(isOurs(top('app://sagaloom/index.html#run'))).toBe(true);
    for (const url of ['https://example.com/', 'app://sagaloom.example/', 'app://other/', 'file:///index.html', '']) {
      expect(isOurs(top(url))).toBe(false);
    }
  });

  test('refuses a frame inside the page, and one that is gone', () => {
    expect(isOurs({ url: 'app://sagaloom/', parent: top('app://sagaloom/') })).toBe(false);
    expect(isOurs(null)).toBe(false);
  });

  test('a refused call never reaches its handler', () => {
    let calls = 0;
    const handler = gated(() => (calls += 1));
    expect(() => handler({ senderFrame: top('https://example.com/') })).toThrow('may not speak');
    expect(calls).toBe(0);
    expect(handler({ senderFrame: top('app://sagaloom/') })).toBe(1);
  });
});

describe('permissions', () => {
  test('the page may copy, and nothing else', () => {
    expect(isGranted('clipboard-sanitized-write', 'app://sagaloom/')).toBe(true);
    for (const permission of ['clipboard-read', 'geolocation', 'media', 'notifications', 'openExternal']) {
      expect(isGranted(permission, 'app://sagaloom/')).toBe(false);
    }
  });

  test('another page may not even copy', () => {
    expect(isGranted('clipboard-sanitized-write', 'https://example.com')).toBe(false);
  });
});
