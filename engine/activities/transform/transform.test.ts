import { decode as libraryDecode } from '@msgpack/msgpack';
import { afterAll, describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { transformActivity } from './index.ts';
import { failureOf, hex, outputOf, run } from './testing/run.ts';

afterAll(() => transformActivity.close?.());

describe('transform: from a text', () => {
  test.each<readonly [string, Json, string, Json]>([
    ['csv', 'csv', 'a,b\n1,"x, ""y"""\n', [{ a: '1', b: 'x, "y"' }]],
    ['csv with a byte order mark and empty lines', 'csv', '\uFEFFa\r\n\r\n1\r\n', [{ a: '1' }]],
    ['csv of chosen columns', { format: 'csv', columns: ['b'] }, 'a,b\n1,2\n', [{ b: '2' }]],
    [
      'csv without a header',
      { format: 'csv', header: false, columns: ['a'], types: { a: 'integer' } },
      '1\n',
      [{ a: 1 }],
    ],
    [
      'csv with types',
      { format: 'csv', delimiter: ';', types: { n: 'number', b: 'boolean', i: 'integer', j: 'json' } },
      'n;b;i;j\n1.5;yes;12345678901234567891;"[1]"\n;;;\n',
      [
        { n: 1.5, b: true, i: { $bigint: '12345678901234567891' }, j: [1] },
        { n: null, b: null, i: null, j: null },
      ],
    ],
    ['csv of nothing but its header', 'csv', 'a,b\n', []],
    [
      'csv with names of prototypes',
      'csv',
      'constructor,__proto__\n1,2\n',
      [JSON.parse('{"constructor":"1","__proto__":"2"}') as Json],
    ],
    [
      'xml',
      'xml',
      '<?xml version="1.0"?><!-- c --><o id="1"><l>a</l><l>b</l><e/>t &amp; &#x41;</o>',
      { o: { '@id': '1', l: ['a', 'b'], e: '', '#text': 't & A' } },
    ],
    [
      'xml with lists',
      { format: 'xml', lists: ['l'], attributes: '-' },
      '<o i="1"><l>a</l></o>',
      { o: { '-i': '1', l: ['a'] } },
    ],
    ['xml with CDATA, which has no entities', 'xml', '<o><![CDATA[<b> &amp;]]></o>', { o: '<b> &amp;' }],
    [
      'xml in order',
      { format: 'xml', order: true },
      '<p>a <b>c</b> d</p>',
      { name: 'p', children: ['a ', { name: 'b', children: ['c'] }, ' d'] },
    ],
    ['xml with a DOCTYPE that declares nothing', 'xml', '<!DOCTYPE html><o/>', { o: '' }],
    [
      'yaml',
      'yaml',
      'a: &x [1, 2.5, ~, yes]\nb: *x\nd: 2026-01-31\nt: !!timestamp 2026-01-31T00:00:00Z\nn: .nan\ni: 12345678901234567891\n0: z\n',
      {
        $map: [
          ['a', [1, 2.5, null, 'yes']],
          ['b', [1, 2.5, null, 'yes']],
          ['d', '2026-01-31'],
          ['t', { $date: '2026-01-31T00:00:00.000Z' }],
          ['n', { $number: 'NaN' }],
          ['i', { $bigint: '12345678901234567891' }],
          [0, 'z'],
        ],
      },
    ],
    ['yaml of several documents', { format: 'yaml', documents: true }, 'a: 1\n---\nb\n', [{ a: 1 }, 'b']],
    ['yaml without merging', 'yaml', '<<: 1', { '<<': 1 }],
    [
      'a text of JSON',
      { format: 'json', text: true },
      '{"n":12345678901234567891,"f":0.1}',
      { n: { $bigint: '12345678901234567891' }, f: 0.1 },
    ],
    ['JSON Lines', { format: 'json', lines: true }, '1\n\n{"a":2}\n', [1, { a: 2 }]],
  ])('%s', async (_, from, text, expected) => {
    expect(await outputOf(from, 'json', text)).toEqual(expected);
  });

  test.each<readonly [string, Json, string, RegExp, object]>([
    ['csv whose quote is never closed', 'csv', 'a\n1\n"x\n', /quote/i, { line: 3 }],
    ['csv with a record that is too long', 'csv', 'a,b\n1,2,3\n', /not CSV at line 2/, { line: 2 }],
    ['csv with a column twice', 'csv', 'a,a\n1,2\n', /"a" twice/, { line: 1 }],
    [
      'csv with a type that does not fit',
      { format: 'csv', types: { a: 'integer' } },
      'a\n1.5\n',
      /Record 1 has "1.5" in the column "a", which is no integer/,
      {},
    ],
    [
      'csv without a column that is asked for',
      { format: 'csv', columns: ['c'] },
      'a,b\n',
      /no column "c"; it has a, b/,
      {},
    ],
    ['xml that is not closed', 'xml', '<a>\n<b></a>', /not XML at line 2/, { line: 2 }],
    ['xml of two elements', 'xml', '<a/><b/>', /not XML/, {}],
    ['xml of none', 'xml', 'text', /not XML/, {}],
    ['yaml with a name twice', 'yaml', 'a: 1\nb: 2\na: 3\n', /not YAML at line 3, column 1/, { line: 3, column: 1 }],
    ['yaml with a tag nobody knows', 'yaml', 'a: !js/function x', /Unresolved tag/, { line: 1 }],
    ['yaml of several documents, where one is asked for', 'yaml', 'a\n---\nb', /2 documents/, {}],
    ['yaml that holds itself', 'yaml', '&a [*a]', /nested deeper|YAML/, {}],
    ['JSON that breaks off', { format: 'json', text: true }, '{\n"a": ', /not JSON at line 2/, { line: 2 }],
    [
      'JSON Lines with one that is wrong',
      { format: 'json', lines: true },
      '1\n{x}\n',
      /not JSON at line 2/,
      { line: 2, column: 2 },
    ],
    ['JSON with a number that is too large', { format: 'json', text: true }, '[1e400]', /too large/, {}],
  ])('%s', async (_, from, text, message, details) => {
    const error = await failureOf(from, 'json', text);
    expect(error.type).toMatch(/^transform\.(parse|limit)$/);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
    expect(error.details ?? {}).toMatchObject(details);
  });

  test.each(['csv', 'xml', 'yaml', 'msgpack', 'cbor'])('%s of data that is of another kind', async (from) => {
    expect(await failureOf(from, 'json', { a: 1 })).toMatchObject({ type: 'transform.parse' });
    expect((await run(from, 'json', 'aGk=')).kind).toBe(from === 'csv' || from === 'yaml' ? 'completed' : 'failed');
  });
});

describe('transform: to a text', () => {
  test.each<readonly [string, Json, Json, string]>([
    [
      'csv',
      'csv',
      [
        { a: 1, b: 'x "y"' },
        { a: null, c: [true] },
      ],
      'a,b,c\n1,"x ""y""",\n,,[true]\n',
    ],
    [
      'csv of chosen columns',
      { format: 'csv', columns: ['b', 'a'], lineBreak: 'crlf', quoteAll: true },
      [{ a: 1, b: 2, c: 3 }],
      '"b","a"\r\n"2","1"\r\n',
    ],
    [
      'csv of lists',
      'csv',
      [
        ['a', 'b'],
        [1, 2],
      ],
      'a,b\n1,2\n',
    ],
    ['csv that no spreadsheet computes', { format: 'csv', escapeFormulas: true }, [{ a: '=1+1' }], "a\n'=1+1\n"],
    [
      'csv of what has a form',
      'csv',
      [{ d: { $date: '2026-01-31T00:00:00.000Z' }, b: { $base64: 'aGk=' }, n: { $bigint: '12345678901234567891' } }],
      'd,b,n\n2026-01-31T00:00:00.000Z,aGk=,12345678901234567891\n',
    ],
    [
      'xml',
      { format: 'xml', declaration: false },
      { o: { '@i': 1, l: ['<', null], '#text': 'é&' } },
      '<o i="1"><l>&lt;</l><l/>é&amp;</o>',
    ],
    [
      'xml with spaces',
      { format: 'xml', indent: 2 },
      { o: { l: ['a', 'b'] } },
      '<?xml version="1.0" encoding="UTF-8"?>\n<o>\n  <l>a</l>\n  <l>b</l>\n</o>\n',
    ],
    [
      'yaml',
      'yaml',
      { a: ['true', 1, null], long: 'x '.repeat(60).trim() },
      `a:\n  - "true"\n  - 1\n  - null\nlong: ${'x '.repeat(60).trim()}\n`,
    ],
    ['yaml of several documents', { format: 'yaml', documents: true }, [1, { a: 2 }], '---\n1\n---\na: 2\n'],
    ['JSON Lines', { format: 'json', lines: true }, [1, { a: 2 }], '1\n{"a":2}\n'],
  ])('%s', async (_, to, data, expected) => {
    expect(await outputOf('json', to, data)).toBe(expected);
  });

  test.each<readonly [string, Json, Json, RegExp]>([
    ['csv of an object', 'csv', { a: 1 }, /a list; the data is an object/],
    ['csv of objects and lists', 'csv', [{ a: 1 }, [1]], /Record 2 is a list/],
    ['csv of lists of several lengths', 'csv', [[1], [1, 2]], /Record 2 has 2 fields/],
    ['xml of two roots', 'xml', { a: 1, b: 2 }, /one member, the root; the data has 2/],
    ['xml of a list', 'xml', { a: [1, 2] }, /root of XML is one element/],
    ['xml with a name that is none', 'xml', { 'a b': 1 }, /"a b" cannot be a name/],
    ['xml with markup in a name', 'xml', { 'a><script': 1 }, /cannot be a name/],
    ['xml with a control character', 'xml', { a: '\u0001' }, /character 1, which XML cannot hold/],
    ['yaml of an extension', 'yaml', { $ext: [5, 'aGk='] }, /no form for an extension/],
    ['msgpack of what is undefined', 'msgpack', { $undefined: true }, /no form for undefined/],
    ['msgpack of half a character', 'msgpack', 'a\ud800', /lone surrogate/],
    ['msgpack of more than 64 bits', 'msgpack', { $bigint: '123456789012345678901' }, /more than 64 bits/],
    ['cbor of an extension', 'cbor', { $ext: [5, 'aGk='] }, /no form for an extension/],
  ])('%s is refused, and nothing is left out in silence', async (_, to, data, message) => {
    const error = await failureOf('json', to, data);
    expect(error.type).toBe('transform.value');
    expect(error.message).toMatch(message);
  });
});

describe('transform: bytes of others', () => {
  test.each<readonly [string, string, Json]>([
    [
      'cbor: a date with an offset keeps it',
      'c07819323031332d30332d32315432303a30343a30302b30313a3030',
      { $tag: [0, '2013-03-21T20:04:00+01:00'] },
    ],
    ['cbor: a date as seconds', 'c11a514b67b0', { $date: '2013-03-21T20:04:00.000Z' }],
    ['cbor: a bignum', 'c249010000000000000000', 18446744073709551616],
    ['cbor: a negative bignum that no number holds', 'c3490100000000000000ff', { $bigint: '-18446744073709551872' }],
    ['cbor: lists without a length', '9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    [
      'cbor: names that are no texts',
      'a201020304',
      {
        $map: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    ['cbor: half precision', 'f93e00', 1.5],
    [
      'cbor: an unknown tag',
      'd82076687474703a2f2f7777772e6578616d706c652e636f6d',
      { $tag: [32, 'http://www.example.com'] },
    ],
  ])('%s', async (_, data, expected) => {
    const output = await outputOf('cbor', 'json', hex(data));
    expect(output).toEqual(expected);
  });

  test.each<readonly [string, string, Json]>([
    ['an integer of 64 bits', 'cf0020000000000001', { $bigint: '9007199254740993' }],
    ['a time with nanoseconds stays what it is', 'd7ff00000004514b67b0', { $ext: [-1, 'AAAABFFLZ7A='] }],
    ['a time', 'd6ff514b67b0', { $date: '2013-03-21T20:04:00.000Z' }],
    ['a name that is a number', '8105c3', { $map: [[5, true]] }],
    ['bytes', 'c4026869', { $base64: 'aGk=' }],
  ])('msgpack: %s', async (_, data, expected) => {
    expect(await outputOf('msgpack', 'json', hex(data))).toEqual(expected);
  });

  test('what is written as MessagePack is read by the library of the field as it was', async () => {
    const data = {
      a: [1, -1, 127, 128, -33, 70_000, -70_000, 2 ** 40, 1.5, null, true, 'x'.repeat(300)],
      b: { c: {} },
      d: Array.from({ length: 20 }, (_, index) => index),
    };
    const { $base64 } = (await outputOf('json', 'msgpack', data)) as { $base64: string };
    expect(libraryDecode(Buffer.from($base64, 'base64'))).toEqual(data);
  });

  test('from one format to another nothing goes through JSON that it would lose', async () => {
    const yaml = 'big: 12345678901234567891\nraw: !!binary aGk=\nnan: .nan\n';
    const cbor = await outputOf('yaml', 'cbor', yaml);
    expect(await outputOf('cbor', 'yaml', cbor)).toBe(yaml.replace('!!binary aGk=', '!!binary |-\n  aGk='));
  });
});
