import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { transformActivity } from './index.ts';
import { testContext } from '../testing/context.ts';
import { bytes, failureOf, hex, outputOf } from './testing/run.ts';

afterAll(() => transformActivity.close?.());

describe('transform: what is made to harm', () => {
  const lines = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n');
  const varint = (value: number): readonly number[] =>
    value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))];

  test.each<readonly [string, Json, Json]>([
    [
      'aliases of YAML that grow tenfold a level',
      'yaml',
      `a0: &a0 x\n${lines(12, (i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]`)}`,
    ],
    [
      'entities of XML that grow tenfold a level',
      'xml',
      `<!DOCTYPE a [<!ENTITY e0 "x">${lines(9, (i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`)}]><a>&e9;</a>`,
    ],
    ['a file as an entity of XML', 'xml', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'],
    ['an entity of XML nobody declared', 'xml', '<a>&e;</a>'],
    ['YAML nested without end', 'yaml', '['.repeat(100_000)],
    [
      'blocks of YAML nested without end',
      'yaml',
      lines(3_000, (i) => `${' '.repeat(i)}- `)
        .replaceAll('\n', '')
        .slice(0, 200_000),
    ],
    ['JSON nested without end', { format: 'json', text: true }, `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['XML nested without end', 'xml', `${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`],
    ['CBOR nested without end', 'cbor', hex('81'.repeat(100_000))],
    ['tags of CBOR nested without end', 'cbor', hex('c6'.repeat(100_000))],
    ['MessagePack nested without end', 'msgpack', hex(`${'91'.repeat(100_000)}c0`)],
    ['CBOR that says it is a list of 2^40', 'cbor', hex('9b0000010000000000')],
    ['CBOR that says it is a text of 2^31', 'cbor', hex('7a7fffffff')],
    ['MessagePack that says it is a list of 2^32', 'msgpack', hex('ddffffffff')],
    ['MessagePack that says it is an object of 2^32', 'msgpack', hex('dfffffffff')],
    ['MessagePack that says it is bytes of 2^32', 'msgpack', hex('c6ffffffff')],
    ['MessagePack with a name __proto__', 'msgpack', hex('81a95f5f70726f746f5f5f01')],
    ['CBOR with a name twice', 'cbor', hex('a2616101616102')],
    ['text of CBOR that is not UTF-8', 'cbor', hex('61ff')],
    ['names of prototypes as elements of XML', 'xml', '<__proto__><polluted>1</polluted></__proto__>'],
    [
      'a message of Protobuf nested without end',
      { format: 'protobuf', proto: 'syntax = "proto3"; message M { M m = 1; }', message: 'M' },
      bytes(
        ...Array.from({ length: 300 }).reduce<readonly number[]>(
          (inner) => [10, ...varint(inner.length), ...inner],
          [],
        ),
      ),
    ],
    [
      'a message of Protobuf that says it is 2^60 long',
      { format: 'protobuf', proto: 'syntax = "proto3"; message M { M m = 1; }', message: 'M' },
      hex('0affffffffffffff7f'),
    ],
    [
      'groups of Protobuf without an end',
      { format: 'protobuf', proto: 'syntax = "proto3"; message M {}', message: 'M', dropUnknown: true },
      hex('0b'.repeat(5_000)),
    ],
    ['a .proto nested without end', { format: 'protobuf', proto: 'message A {'.repeat(50_000), message: 'A' }, bytes()],
    [
      'lists of Avro of nothing, 2^50 of it',
      { format: 'avro', schema: { type: 'array', items: 'null' } },
      hex('8080808080808004'),
    ],
    [
      'a record of Avro that holds itself',
      { format: 'avro', schema: { type: 'record', name: 'R', fields: [{ name: 'r', type: 'R' }] } },
      bytes(0),
    ],
    [
      'an Avro name __proto__',
      { format: 'avro', schema: { type: 'record', name: 'R', fields: [{ name: '__proto__', type: 'int' }] } },
      bytes(0),
    ],
    [
      'an Avro map with a name __proto__',
      { format: 'avro', schema: { type: 'map', values: 'int' } },
      hex('02125f5f70726f746f5f5f0200'),
    ],
  ])('%s ends as an error, soon', { timeout: 60_000 }, async (_, from, data) => {
    const error = await failureOf(from, 'json', data);
    expect(error.type).toMatch(/^transform\.(parse|limit|schema)$/);
    expect(error.message.length).toBeLessThan(1_000);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('what could grow is refused before it does', async () => {
    const declared = '<!DOCTYPE a [<!ENTITY e "x">]><a/>';
    expect((await failureOf('xml', 'json', declared)).message).toContain('DOCTYPE with declarations');
    const aliases = `a: &a [x]\nb: &b [${'*a,'.repeat(2_000)}]\nc: [${'*b,'.repeat(2_000)}]`;
    expect((await failureOf('yaml', 'json', aliases)).message).toContain('alias');
  });

  test('an Avro container file that unpacks to a thousand times its size', async () => {
    const made = (await outputOf('json', { format: 'avro', schema: 'bytes', container: true, codec: 'deflate' }, [
      { $base64: '' },
    ])) as { $base64: string };
    const whole = Buffer.from(made.$base64, 'base64');
    const header = whole.subarray(0, whole.length - 16 - deflateRawSync(Buffer.from([0])).length - 2);
    const packed = deflateRawSync(Buffer.alloc(40 * 1024 * 1024));
    const sync = whole.subarray(-16);
    const bomb = Buffer.concat([header, Buffer.from(varint(2)), Buffer.from(varint(packed.length * 2)), packed, sync]);
    expect(
      await failureOf({ format: 'avro', container: true }, 'json', { $base64: bomb.toString('base64') }),
    ).toMatchObject({ type: 'transform.parse' });
  });

  test('data that is too large is not even begun with', async () => {
    expect(await failureOf('csv', 'json', 'x'.repeat(33 * 1024 * 1024))).toMatchObject({ type: 'activity.input' });
  });

  test('an abort stops it', async () => {
    const result = await transformActivity.perform(
      { from: 'json', to: 'yaml', data: 1 },
      testContext(),
      AbortSignal.abort(),
    );
    expect(result).toMatchObject({ error: { type: 'cancelled', effect: 'none' } });
  });
});
