import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, placeOf } from './address.ts';
import { durableName } from './durable-name.ts';
import { reasonOf } from './reasons.ts';
import { backOffMs } from './waiting.ts';

const ports = { nats: 4222, tls: 4222 };

describe('the URL of a connection', () => {
  test.each([
    ['nats://h', { hosts: [{ host: 'h', port: 4222 }], user: null, password: null, path: null }],
    [
      'tls://u:p%40ss:w@h:1,[::1]:2,i',
      {
        hosts: [
          { host: 'h', port: 1 },
          { host: '::1', port: 2 },
          { host: 'i', port: 4222 },
        ],
        user: 'u',
        password: 'p@ss:w',
      },
    ],
    ['nats://token@h/', { user: 'token', password: null, path: null }],
    ['nats://h/a%2Fb', { path: 'a/b' }],
    ['nats://u:100%25@h', { password: '100%' }],
    ['nats://u:100%@h', { password: '100%' }],
  ])('%s is read', (url, expected) => {
    expect(addressOf(url, ports)).toMatchObject(expected);
  });

  test.each([
    '',
    'h',
    'http://h',
    'nats://',
    'nats://h:0',
    'nats://h:70000',
    'nats://h,',
    'nats://h?x=1',
    'constructor://h',
    'nats://a b:x',
  ])('%j is none', (url) =>
    expect(addressOf(url, ports)?.hosts.every(({ host }) => /^\S+$/.test(host)) ?? null).not.toBe(true),
  );

  test('never shows its credentials in the place it names', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9!$%^&*()_+=:;-]{8,20}$/);
    fc.assert(
      fc.property(word, word, (user, password) => {
        const address = addressOf(
          `nats://${encodeURIComponent(user)}:${encodeURIComponent(password)}@host.example:1234`,
          ports,
        );
        expect(address).toMatchObject({ user, password });
        expect(address && placeOf(address)).toBe('host.example:1234');
      }),
    );
  });
});

test('what a library says is one line, without secrets and credentials', () => {
  const error = new Error('dial amqp://me:very-secret@h failed\n  with very-secret');
  expect(reasonOf(error, ['very-secret'])).toBe('dial amqp://h failed with [secret]');
  expect(reasonOf(new AggregateError([new Error('ECONNREFUSED ::1')], ''))).toBe('ECONNREFUSED ::1');
});

test('two readers have two names, of letters that every broker takes', () => {
  const text = fc.string({ minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(text, text, text, text, (group, topic, otherGroup, otherTopic) => {
      const name = durableName({ group, topic });
      expect(name).toMatch(/^[A-Za-z0-9_-]{1,65}$/);
      const isSame = group === otherGroup && topic === otherTopic;
      expect(durableName({ group: otherGroup, topic: otherTopic }) === name).toBe(isSame);
    }),
  );
});

test('waits longer after each failure, never longer than the longest, never not at all', () => {
  const limits = { firstRetryMs: 100, longestRetryMs: 5_000 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (failures) => {
      const full = Math.min(100 * 2 ** (failures - 1), 5_000);
      const ms = backOffMs(failures, limits);
      expect(ms).toBeGreaterThanOrEqual(full / 2);
      expect(ms).toBeLessThanOrEqual(full);
    }),
  );
});
