import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { compileTemplate, evaluateExpression, evaluateTemplate } from './index.ts';

const entropy = { nowMs: 0, seed: 's' };
const data: JsonObject = {
  s: 'a'.repeat(200_000),
  n: Array.from({ length: 100_000 }, (_, index) => index),
  o: Array.from({ length: 5_000 }, (_, id) => ({ id, x: { y: [id, id] } })),
  empty: [],
  grid: [[], [1]],
  evil: { _jsonata_lambda: false, _jsonata_function: false },
  fake: { _jsonata_lambda: true, thunk: true, body: {}, arguments: [] },
};

const evaluated = async (source: string): Promise<unknown> => {
  const answer = await evaluateExpression(source, data, entropy);
  return answer.ok ? answer.value : answer.error.type;
};

/** Doubles what it is given, 60 times. */
const doubling = (twice: string, first: string): string =>
  `($d := function($s, $n) { $n = 0 ? $s : $d(${twice}, $n - 1) }; $d(${first}, 60))`;

describe('[DA5] evaluation is bounded, whatever the expression', () => {
  test.each([
    ['endless recursion', '($f := function($n) { 1 + $f($n + 1) }; $f(0))'],
    ['endless tail recursion', '($f := function() { $f() }; $f())'],
    ['a long range', '[1..1e9]'],
    ['ranges in ranges', '[1..15000].[1..15000]'],
    ['joins of joins', 'n@$a.n@$b.{ "a": $a }'],
    ['padding', '$pad("x", 1e8)'],
    ['padding to the left', '$pad("x", -1e15, "ab")'],
    ['padding again and again', '$map([1..20000], $pad("x", ?))'],
    ['texts that double by &', doubling('$s & $s', '"a"')],
    ['texts that double by $join', doubling('$join([$s, $s])', '"a"')],
    ['texts that double by $replace', doubling('$replace($s, "a", "aa")', '"a"')],
    ['texts that double by a pattern', doubling('$replace($s, /a/, "$0$0")', '"a"')],
    ['arrays that double', doubling('$append($s, $s)', '[1]')],
    ['arrays in arrays that double', doubling('[[$s], [$s]]', '[1]')],
    ['objects that double', doubling('{ "l": $s, "r": $s }', '1')],
    ['objects that double by $merge', doubling('$merge([{ "a": $s }, { "b": $s }])', '1')],
    ['long replacements', '$replace(s, "a", "bbbbbbbbbbbb")'],
    ['long replacements of matches', '$replace(s, /(a+)/, "$1$1$1$1$1$1$1")'],
    ['patterns that read to the end each time', '$match(s, /(a.*z)|a/, 100)'],
    ['many matches', '$match(s, /a/)'],
    ['sorting what is long', '$sort(n)'],
    ['ordering what is long', 'n[$ < 15000]^($)'],
    ['comparing what is large, often', '$filter(n, function($v) { n = n })'],
    ['large texts, often', '$map(n[$ < 10000], function($v) { $uppercase($$.s) })'],
    ['gathering one by one', '$reduce(n[$ < 15000], function($a, $v) { $append($a, $v) }, [])'],
    ['every descendant', '$count(**)'],
    ['large Roman numerals', '$formatInteger(1e9, "I")'],
    ['a long picture', '$formatNumber(1, $pad("", 5000, "0"))'],
    [
      'an ambiguous date picture',
      '$toMillis("11111111111111111111111111111111111111x", "[Y][M][D][H][m][s][f][d][W][w][X]")',
    ],
  ])(
    '%s',
    async (_name, source) => {
      expect(await evaluated(source)).toBe('expression.limit');
    },
    60_000,
  );

  test('a limit strikes alike each time', async () => {
    const source = '$map([1..3000], function($v) { [1..3000] })';
    expect(await evaluateExpression(source, data, entropy)).toEqual(await evaluateExpression(source, data, entropy));
  }, 60_000);

  test('patterns that explode elsewhere are linear', async () => {
    expect(await evaluated('$contains(s & "b", /^(a+)+$/)')).toBe(false);
    expect(await evaluated('$contains(s, /^(a|a)*$/)')).toBe(true);
  });

  test('what people do stays within the bounds', async () => {
    expect(await evaluated('$count(o[id > 10])')).toBe(4_989);
    expect(await evaluated('$sum($map(o, function($v) { $v.x.y[0] * 2 }))')).toBe(24_995_000);
    expect(await evaluated('$count($sort(n[$ < 10000], function($a, $b) { $a < $b }))')).toBe(10_000);
    expect(await evaluated('$count(o^(>id))')).toBe(5_000);
    expect(await evaluated('$count($keys(o{ $string(id): x }))')).toBe(5_000);
    expect(await evaluated('$length($replace($substring(s, 0, 20000), /a/, "b"))')).toBe(20_000);
    expect(await evaluated('$count($reduce(o, function($a, $v) { $append($a, $v.id) }, []))')).toBe(5_000);
    expect(await evaluated('$count($distinct(n))')).toBe(100_000);
    expect(await evaluated('$max(n) - $min(n)')).toBe(99_999);
  }, 60_000);

  test('a template gives at most 256 KiB: there is no store for more yet', async () => {
    const sized = async (length: number) =>
      evaluateTemplate(compileTemplate(`{% $pad("", ${length}, "é") %}`), data, entropy);
    expect(await sized(131_071)).toMatchObject({ ok: true }); // two bytes each, and the quotes
    expect(await sized(131_072)).toMatchObject({ ok: false, error: { type: 'expression.limit' } });
    expect(evaluateTemplate(compileTemplate(['{% n %}']), data, entropy)).toMatchObject({
      error: { type: 'expression.limit' },
    });
  });
});

describe('[DA5] no expression reaches the host', () => {
  test.each([
    '"a".constructor',
    '"a".`__proto__`',
    'o.constructor',
    'o.`__proto__`.x',
    '$lookup(o, "constructor")',
    '$lookup($, "__proto__")',
    '$lookup("a", "length")',
    'o[0].length',
    '$sum.implementation',
    '$lookup($sum, "implementation")',
    '($f := function() { 1 }; $f.environment)',
    '$keys($sum)',
    '$globalThis',
    'process.env',
  ])('%s is undefined', async (source) => {
    expect(await evaluated(source)).toBeUndefined();
  });

  test.each([
    ['$spread($sum)', 'expression.function'],
    ['$spread($pad).implementation("x", 1e9)', 'expression.type'],
    ['$eval("1")', 'expression.function'],
    ['($e := $eval; $e("1"))', 'expression.function'],
    ['$map(["1"], $eval)', 'expression.function'],
    // A transform writes into whatever its pattern gives: an object that stands for a function would open up.
    [
      '($f := function() { 1 }; $y := { "a": 1 } ~> | $f | {}, "_jsonata_lambda" |; $f.environment.base)',
      'expression.function',
    ],
    ['($f := function() { 1 }; $y := { "a": 1 } ~> | $f | $$.evil |; $f.environment)', 'expression.function'],
    ['($y := { "a": 1 } ~> | $sum | {}, ["implementation"] |; $sum([1, 2]))', 'expression.function'],
    ['{ "a": 1 } ~> | [$sum] | { "x": 1 } |', 'expression.function'],
    ['fake()', 'expression.type'],
    ['$map([1], fake)', 'expression.type'],
    ['($x := fake; $x())', 'expression.type'],
  ])('%s', async (source, type) => {
    expect(await evaluated(source)).toBe(type);
    expect(await evaluated('$sum([1, 2])')).toBe(3);
  });

  test('data that looks like a function is data', async () => {
    expect(await evaluated('fake')).toEqual(data['fake']);
  });
});

describe('an evaluation changes nothing it reads', () => {
  const before = JSON.stringify(data);
  const ownNames = (value: unknown) => Object.getOwnPropertyNames(value);

  test.each([
    'empty{ "a": 1 }',
    'grid.{ "a": 1 }',
    'empty[]',
    'o[0]()',
    'evil()',
    '$map(o, function($v) { $v() })',
    '($x := evil; $x())',
    '$ ~> | evil | { "z": 1 } |',
    'o[id < 3] ~> | $ | { "z": 1 }, "id" |',
    '[grid, empty][]',
    '$reduce(grid, $append)',
    '($x := function($p) { $p{ "a": 1 } }; $x(empty))',
    '$each(evil, function($v) { $v })',
    'grid^($count($))',
  ])('%s', async (source) => {
    await evaluated(source);
    expect(JSON.stringify(data)).toBe(before);
    expect(ownNames(data['empty'])).toEqual(['length']);
    expect(ownNames(data['grid'])).toEqual(['0', '1', 'length']);
    expect(ownNames(data['evil'])).toEqual(['_jsonata_lambda', '_jsonata_function']);
  });
});
