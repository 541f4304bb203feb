import { execFileSync } from 'node:child_process';
import type { Type } from 'protobufjs';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { decodeMessage } from './decode.ts';
import { encodeMessage, MessageError } from './encode.ts';
import { rootOf } from './schema.ts';

const typeOf = (proto: string, name = 'M') => rootOf({ 'a.proto': proto }, 'a.proto').lookupType(name);
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const decode = (type: Type, hex: string): Json => decodeMessage(type, Buffer.from(hex, 'hex'), { unknown: 'drop' });

describe('the codec of Protocol Buffers', () => {
  test('no code is made of a schema: it works where code cannot be made of texts', () => {
    const script = `
      const { rootOf } = await import(${JSON.stringify(new URL('schema.ts', import.meta.url).href)});
      const { encodeMessage } = await import(${JSON.stringify(new URL('encode.ts', import.meta.url).href)});
      const { decodeMessage } = await import(${JSON.stringify(new URL('decode.ts', import.meta.url).href)});
      try { Function('return 1')(); process.exit(2); } catch {}
      const type = rootOf({ 'a.proto': 'syntax = "proto3"; message M { string s = 1; map<string, M> m = 2; repeated int64 l = 3; }' }, 'a.proto').lookupType('M');
      console.log(JSON.stringify(decodeMessage(type, encodeMessage(type, { s: 'a', m: { b: { l: [1, '2'] } } }), { unknown: 'refuse' })));`;
    const output = execFileSync(
      process.execPath,
      ['--disallow-code-generation-from-strings', '--input-type=module', '-e', script],
      { encoding: 'utf8' },
    );
    expect(JSON.parse(output)).toEqual({ s: 'a', m: { b: { s: '', m: {}, l: ['1', '2'] } }, l: [] });
  });

  test('it writes what the library of the field writes, and reads what that writes', () => {
    const proto =
      'syntax = "proto3"; message M { int32 a = 1; sint64 b = 2; fixed32 c = 3; double d = 4; float e = 5; bool f = 6; string g = 7; bytes h = 8; repeated int32 i = 9; repeated string j = 10; map<string, int32> k = 11; M l = 12; optional int32 m = 13; uint64 n = 15; }';
    const type = typeOf(proto);
    const json = {
      a: -5,
      b: '-9007199254740993',
      c: 7,
      d: 1.5,
      e: 0.25,
      f: true,
      g: 'é',
      h: 'AP8=',
      i: [1, 300, -1],
      j: ['', 'x'],
      k: { z: 1 },
      l: { a: 1 },
      m: 0,
      n: '18446744073709551615',
    };
    const theirs = rootOf({ 'a.proto': proto }, 'a.proto').lookupType('M');
    const bytes = theirs.encode(theirs.fromObject(json)).finish();
    expect(hexOf(encodeMessage(type, json))).toBe(hexOf(bytes));
    expect(decodeMessage(type, bytes, { unknown: 'refuse' })).toMatchObject(json);
  });

  test('proto2: required fields, groups, defaults that are told apart', () => {
    const type = typeOf(
      'syntax = "proto2"; message M { required int32 a = 1; optional group G = 2 { optional string s = 3; } repeated int32 l = 4 [packed = true]; optional int32 d = 5 [default = 7]; }',
    );
    const json = { a: 0, g: { s: 'x' }, l: [1, 2] };
    expect(decode(type, hexOf(encodeMessage(type, json)))).toEqual(json);
    expect(() => encodeMessage(type, {})).toThrow(new MessageError('At its root: the field a is required.'));
  });

  test('editions', () => {
    const type = typeOf(
      'edition = "2023"; message M { int32 a = 1; M b = 2 [features.message_encoding = DELIMITED]; repeated int32 l = 3 [features.repeated_field_encoding = EXPANDED]; int32 i = 4 [features.field_presence = IMPLICIT]; }',
    );
    const json = { a: 0, b: { l: [], i: 0 }, l: [1, 2], i: 0 };
    expect(hexOf(encodeMessage(type, json))).toBe('0800131418011802');
    expect(decode(type, hexOf(encodeMessage(type, json)))).toEqual(json);
  });

  test.each<readonly [string, string, Json]>([
    ['the last of a value counts', '08010802', { a: 2, l: [], m: null }],
    ['messages in several parts are joined', '12020801120508021a0103', { a: 0, l: [], m: { a: 2, l: [3] } }],
    ['a list may be packed or not, or both', '1a0201021803', { a: 0, l: [1, 2, 3], m: null }],
  ])('%s', (_, hex, expected) => {
    const type = typeOf('syntax = "proto3"; message M { int32 a = 1; M m = 2; repeated int32 l = 3; }');
    const { m = null, ...rest } = decode(type, hex) as Record<string, Json>;
    expect({ ...rest, m }).toEqual(expected);
  });

  test('of a oneof the last member counts', () => {
    const type = typeOf('syntax = "proto3"; message M { oneof o { int32 a = 1; string b = 2; M c = 3; } }');
    expect(decode(type, '0801120178')).toEqual({ b: 'x' });
    expect(decode(type, '1a0008051a00')).toEqual({ c: {} });
  });

  test.each<readonly [string, Json, string]>([
    ['Timestamp', '2026-01-31T09:00:00.120Z', '2026-01-31T09:00:00.120Z'],
    ['Timestamp', '2026-01-31T10:00:00+01:00', '2026-01-31T09:00:00Z'],
    ['Timestamp', '0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['Timestamp', '1969-12-31T23:59:59.999999999Z', '1969-12-31T23:59:59.999999999Z'],
    ['Duration', '-0.5s', '-0.500s'],
    ['Duration', '315576000000s', '315576000000s'],
    ['FieldMask', 'userName,address.zipCode', 'userName,address.zipCode'],
  ])('google.protobuf.%s: %s', (name, json, expected) => {
    const file = name === 'FieldMask' ? 'field_mask' : name.toLowerCase();
    const type = typeOf(
      `syntax = "proto3"; import "google/protobuf/${file}.proto"; message M { google.protobuf.${name} v = 1; }`,
    );
    expect(decode(type, hexOf(encodeMessage(type, { v: json })))).toEqual({ v: expected });
  });

  test.each<readonly [string, Json]>([
    ['Timestamp', '2026-13-01T00:00:00Z'],
    ['Timestamp', '10000-01-01T00:00:00Z'],
    ['Timestamp', 5],
    ['Duration', '1m'],
    ['Duration', '315576000001s'],
    ['Duration', 1],
  ])('google.protobuf.%s is not %s', (name, json) => {
    const type = typeOf(
      `syntax = "proto3"; import "google/protobuf/${name.toLowerCase()}.proto"; message M { google.protobuf.${name} v = 1; }`,
    );
    expect(() => encodeMessage(type, { v: json })).toThrow(/^At \/v|^At its root/);
  });

  test('google.protobuf.Any: a message that the schema has, one that it has not, and one that is no object', () => {
    const type = typeOf(
      'syntax = "proto3"; import "google/protobuf/any.proto"; import "google/protobuf/duration.proto"; message M { repeated google.protobuf.Any all = 1; } message N { int32 a = 1; }',
    );
    const json = {
      all: [
        { '@type': 'type.googleapis.com/N', a: 5 },
        { '@type': 'x.y/Other', $base64: 'aGk=' },
        { '@type': 'type.googleapis.com/google.protobuf.Duration', value: '1.500s' },
      ],
    };
    expect(decode(type, hexOf(encodeMessage(type, json)))).toEqual(json);
  });

  test('google.protobuf.Value: any JSON, null among it', () => {
    const type = typeOf(
      'syntax = "proto3"; import "google/protobuf/struct.proto"; message M { google.protobuf.Value v = 1; google.protobuf.Struct s = 2; google.protobuf.ListValue l = 3; google.protobuf.NullValue n = 4; }',
    );
    const json = { v: null, s: { a: [null, { b: 1.5 }], c: true }, l: [null, 'x', {}], n: null };
    expect(decode(type, hexOf(encodeMessage(type, json)))).toEqual(json);
  });

  test.each<readonly [string, string, Json]>([
    ['int32', 'int32 v = 1;', 2_147_483_648],
    ['uint32', 'uint32 v = 1;', -1],
    ['a fraction', 'int32 v = 1;', 1.5],
    ['int64 as an unsafe number', 'int64 v = 1;', 9_007_199_254_740_992],
    ['float', 'float v = 1;', 1e39],
    ['bool', 'bool v = 1;', 'true'],
    ['bytes', 'bytes v = 1;', 'not base64!'],
    ['half a character', 'string v = 1;', '\ud800'],
    ['enum', 'enum E { A = 0; } E v = 1;', 'B'],
    ['a name that is no number', 'map<int32, bool> v = 1;', { x: true }],
    ['a name that is no boolean', 'map<bool, bool> v = 1;', { yes: true }],
    ['a list', 'repeated int32 v = 1;', 1],
  ])('what does not fit is an error that says where: %s', (_, field, v) => {
    const type = typeOf(`syntax = "proto3"; message M { ${field} }`);
    expect(() => encodeMessage(type, { v })).toThrow(/^At \/v/);
  });

  test.each(['08', '0a05', '0b', '0c', '00', '07', 'ffffffffffffffffffff01', '0801ff', '0a0180'])(
    'bytes that are no message: %s',
    (hex) => {
      const type = typeOf('syntax = "proto3"; message M { repeated int32 a = 1; }');
      expect(() => decode(type, hex)).toThrow(MessageError);
    },
  );
});
