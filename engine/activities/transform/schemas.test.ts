import fc from 'fast-check';
import { describe, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import type { Side } from './protocol.ts';
import { anyOf, base64, expectSame, number, utf8 } from './testing/identity.ts';

describe('JSON there and back, with a schema', () => {
  const avro = (container: boolean, codec: 'null' | 'deflate' = 'null'): Side => ({
    format: 'avro',
    source: {
      container,
      codec,
      schema: {
        type: 'record',
        name: 'shop.Order',
        fields: [
          { name: 'constructor', type: 'string' },
          { name: 'big', type: 'long' },
          { name: 'small', type: ['null', 'int'], default: null },
          { name: 'rate', type: 'double' },
          { name: 'bytes', type: 'bytes' },
          { name: 'print', type: { type: 'fixed', name: 'Print', size: 4 } },
          { name: 'state', type: { type: 'enum', name: 'State', symbols: ['NEW', 'PAID'] } },
          { name: 'tags', type: { type: 'map', values: 'boolean' } },
          { name: 'next', type: ['null', 'Order'], default: null },
        ],
      },
    },
  });
  const long = fc.oneof<fc.Arbitrary<Json>[]>(
    fc.maxSafeInteger(),
    fc
      .bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n })
      .filter((value) => value % 2n !== 0n && value < 2n ** 54n)
      .map((value) => ({ $bigint: `${value}` })),
    fc
      .bigInt({ min: -(2n ** 54n), max: -(2n ** 53n) })
      .filter((value) => value % 2n !== 0n)
      .map((value) => ({ $bigint: `${value}` })),
  );
  const order = fc.letrec<{ order: Json }>((tie) => ({
    order: fc.record({
      constructor: utf8.filter((each) => !each.includes('__proto__')),
      big: long,
      small: fc.option(fc.integer()),
      rate: fc.oneof(
        number,
        fc.constantFrom('NaN', 'Infinity', '-0').map(($number) => ({ $number })),
      ),
      bytes: base64.map(($base64) => ({ $base64 })),
      print: fc
        .uint8Array({ minLength: 4, maxLength: 4 })
        .map((bytes) => ({ $base64: Buffer.from(bytes).toString('base64') })),
      state: fc.constantFrom('NEW', 'PAID'),
      tags: fc.dictionary(
        utf8.filter((each) => !each.includes('__proto__')),
        fc.boolean(),
        { maxKeys: 3 },
      ),
      next: fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.constant(null), tie('order')),
    }) as fc.Arbitrary<Json>,
  })).order;

  test('avro', () => expectSame(avro(false), order));
  test('a container file of avro', () => expectSame(avro(true), fc.array(order, { maxLength: 3 })));
  test('a packed container file of avro', () => expectSame(avro(true, 'deflate'), fc.array(order, { maxLength: 3 })));

  const proto = `
    syntax = "proto3";
    package shop;
    import "google/protobuf/timestamp.proto";
    import "google/protobuf/duration.proto";
    import "google/protobuf/struct.proto";
    import "google/protobuf/wrappers.proto";
    enum State { UNKNOWN = 0; PAID = 7; }
    message Order {
      string order_id = 1; int32 i = 2; int64 l = 3; uint64 ul = 4; sint32 s = 5; sint64 sl = 6; fixed32 f = 7; sfixed64 sf = 8;
      double d = 9; float fl = 10; bool b = 11; bytes raw = 12; State state = 13; repeated int64 many = 14; repeated string names = 15;
      map<string, Order> by_name = 16; map<int32, bool> by_number = 17; map<bool, bytes> by_bool = 18; optional string maybe = 19;
      oneof way { string card = 20; Order nested = 21; bool cash = 22; }
      google.protobuf.Timestamp at = 23; google.protobuf.Duration took = 24; google.protobuf.Struct any = 25; google.protobuf.Int64Value wrapped = 26;
      repeated Order lines = 27; repeated State states = 28; google.protobuf.Value value = 29; Order constructor = 30;
    }`;
  const protobuf = (delimited: boolean): Side => ({
    format: 'protobuf',
    source: { files: { 'a.proto': proto }, main: 'a.proto', message: 'shop.Order', delimited, dropUnknown: false },
  });
  const signed = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
  const anyValue = anyOf({
    text: utf8,
    name: utf8.filter((each) => !each.startsWith('$')),
    leaf: fc.constant(null),
    keys: null,
  });
  const message = fc.letrec<{ message: Json }>((tie) => {
    const base = {
      orderId: utf8,
      i: fc.integer(),
      l: signed,
      ul: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
      s: fc.integer(),
      sl: signed,
      f: fc.nat(),
      sf: signed,
      d: fc.oneof<fc.Arbitrary<Json>[]>(number, fc.constantFrom('NaN', 'Infinity', '-Infinity', '-0')),
      fl: fc
        .float({ noNaN: true, noDefaultInfinity: true })
        .map((each) => (each === 0 ? 0 : Number(each.toPrecision(6))))
        .filter((each) => Math.fround(each) !== 0 && Number(Math.fround(each).toPrecision(6)) === each),
      b: fc.boolean(),
      raw: base64,
      state: fc.constantFrom<Json[]>('UNKNOWN', 'PAID', 5),
      many: fc.array(signed, { maxLength: 3 }),
      names: fc.array(utf8, { maxLength: 3 }),
      byName: fc.dictionary(utf8, tie('message'), { maxKeys: 1 }),
      byNumber: fc.dictionary(fc.integer().map(String), fc.boolean(), { maxKeys: 3 }),
      byBool: fc.dictionary(fc.constantFrom('true', 'false'), base64, { maxKeys: 2 }),
      lines: fc.array(tie('message'), { maxLength: 1 }),
      states: fc.array(fc.constantFrom('UNKNOWN', 'PAID'), { maxLength: 3 }),
    };
    const optional = {
      maybe: utf8,
      at: fc
        .date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') })
        .map((date) => date.toISOString().replace('.000Z', 'Z')),
      took: fc.constantFrom('0s', '-1.500s', '3s', '0.000000001s'),
      any: fc.dictionary(
        utf8.filter((each) => !each.startsWith('$')),
        anyValue,
        { maxKeys: 2 },
      ),
      wrapped: signed,
      value: anyValue,
    };
    const way = fc.oneof<fc.Arbitrary<object>[]>(
      fc.constant({}),
      fc.record({ card: utf8 }),
      fc.record({ cash: fc.boolean() }),
    );
    const empty: Json = {
      orderId: '',
      i: 0,
      l: '0',
      ul: '0',
      s: 0,
      sl: '0',
      f: 0,
      sf: '0',
      d: 0,
      fl: 0,
      b: false,
      raw: '',
      state: 'UNKNOWN',
      many: [],
      names: [],
      byName: {},
      byNumber: {},
      byBool: {},
      lines: [],
      states: [],
    };
    return {
      message: fc.oneof(
        { maxDepth: 2 },
        fc.constant(empty),
        fc
          .tuple(fc.record(base), fc.record(optional, { requiredKeys: [] }), way)
          .map(([a, b, c]) => ({ ...a, ...b, ...c })),
      ),
    };
  }).message;

  test('protobuf', () => expectSame(protobuf(false), message));
  test('delimited messages of protobuf', () => expectSame(protobuf(true), fc.array(message, { maxLength: 3 })));
});
