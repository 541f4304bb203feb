import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { transformActivity } from './index.ts';
import { failureOf, hex, outputOf } from './testing/run.ts';

afterAll(() => transformActivity.close?.());

describe('transform: schemas', () => {
  const proto = 'syntax = "proto3"; message M { string name = 1; int64 n = 2; repeated M inner = 3; }';

  test('a schema of the workspace, with what it imports', async () => {
    const workspace = await mkdtemp(path.join(tmpdir(), 'sagaloom-transform-'));
    try {
      await mkdir(path.join(workspace, 'protos/shared'), { recursive: true });
      await writeFile(
        path.join(workspace, 'protos/order.proto'),
        'syntax = "proto3"; package shop; import "shared/line.proto"; import "google/protobuf/timestamp.proto"; message Order { repeated shared.Line lines = 1; google.protobuf.Timestamp at = 2; }',
      );
      await writeFile(
        path.join(workspace, 'protos/shared/line.proto'),
        'syntax = "proto3"; package shared; message Line { string sku = 1; }',
      );
      await writeFile(
        path.join(workspace, 'order.avsc'),
        '{"type":"record","name":"Order","fields":[{"name":"sku","type":"string"}]}',
      );
      await symlink('/etc/hostname', path.join(workspace, 'link.proto'));
      const data = { lines: [{ sku: 'A' }], at: '2026-01-31T00:00:00.123456789Z' };
      const format = { format: 'protobuf', file: 'protos/order.proto', message: 'shop.Order' };
      const made = await outputOf('json', format, data, workspace);
      expect(await outputOf(format, 'json', made, workspace)).toEqual(data);
      const avro = { format: 'avro', file: 'order.avsc' };
      expect(await outputOf('json', avro, { sku: 'A' }, workspace)).toEqual({ $base64: 'AkE=' });
      for (const file of ['../x.proto', '/etc/hostname', 'missing.proto', 'link.proto', 'protos']) {
        expect(await failureOf('json', { ...format, file }, data, workspace)).toMatchObject({
          type: expect.stringMatching(/^(?:activity\.input|file\.forbidden)$/) as string,
        });
      }
    } finally {
      await rm(workspace, { recursive: true, force: true });
    }
  });

  test.each<readonly [string, Json, Json, RegExp]>([
    ['a field the message does not have', { name: 'a', nmae: 1 }, null, /At its root: M has no field nmae/],
    ['a value of another type', { inner: [{ n: 'x' }] }, null, /At \/inner\/0\/n: it has to be an integer of 64 bits/],
    ['an integer that is too large', { n: '9223372036854775808' }, null, /At \/n: it has to be an integer/],
    ['a list where there is one value', { name: ['a'] }, null, /At \/name: it has to be a text/],
    ['no object', 5, null, /At its root: it has to be an object/],
    ['a proto file that is none', {}, 'message {', /proto file schema.proto is wrong: .*line 1/],
    [
      'a type that is not there',
      {},
      'syntax = "proto3"; message M { Missing a = 1; }',
      /uses what is not there: .*Missing/,
    ],
    [
      'an import that is not there',
      {},
      'syntax = "proto3"; import "a.proto"; message M {}',
      /a.proto is imported, and is not there/,
    ],
    ['a message that is not there', {}, 'syntax = "proto3"; message N {}', /no message M/],
  ])('protobuf: %s', async (_, data, text, message) => {
    const error = await failureOf(
      'json',
      { format: 'protobuf', proto: typeof text === 'string' ? text : proto, message: 'M' },
      data,
    );
    expect(error.type).toBe('transform.schema');
    expect(error.message).toMatch(message);
  });

  test('protobuf: a field that the schema does not have is an error, unless it may be dropped', async () => {
    const format = { format: 'protobuf', proto, message: 'M' };
    const data = hex('0a01614a0178');
    expect(await failureOf(format, 'json', data)).toMatchObject({
      type: 'transform.parse',
      message: expect.stringContaining('field 9') as string,
    });
    expect(await outputOf({ ...format, dropUnknown: true }, 'json', data)).toEqual({ name: 'a', n: '0', inner: [] });
  });

  test.each<readonly [string, Json, Json, RegExp]>([
    ['a field the schema does not have', { a: 1, b: 2 }, null, /at its root/],
    ['a value of another type', { a: 'x' }, null, /at \/a: it has to be "int"/],
    ['a field that is missing', {}, null, /at \/a/],
    ['a schema that is none', {}, { type: 'nothing' }, /schema is wrong/],
    [
      'a name that would be code',
      {},
      { type: 'record', name: 'A', fields: [{ name: 'a;process.exit()', type: 'int' }] },
      /schema is wrong: invalid/,
    ],
    [
      'a branch that would be code',
      {},
      ['null', { type: 'enum', name: "x'];process.exit();//", symbols: ['A'] }],
      /schema is wrong: invalid/,
    ],
  ])('avro: %s', async (_, data, schema, message) => {
    const error = await failureOf(
      'json',
      { format: 'avro', schema: schema ?? { type: 'record', name: 'R', fields: [{ name: 'a', type: 'int' }] } },
      data,
    );
    expect(error.type).toBe('transform.schema');
    expect(error.message).toMatch(message);
  });

  test('a format that lacks its schema says so', async () => {
    for (const format of [
      { format: 'avro' },
      { format: 'avro', schema: 'int', file: 'a' },
      { format: 'protobuf', message: 'M' },
    ]) {
      expect(await failureOf('json', format, 1)).toMatchObject({ type: 'activity.input' });
    }
  });
});
