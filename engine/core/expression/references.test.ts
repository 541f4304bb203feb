import { describe, expect, test } from 'vitest';
import { checkExpression } from './index.ts';

/** `kind.name.path`, `?` where the expression provides for its absence. */
const read = (source: string): readonly string[] => {
  const checked = checkExpression(source);
  if (!checked.ok) throw new Error(checked.message);
  return checked.references.map(
    ({ kind, name, path, tested }) => [kind, name ?? '-', ...path].join('.') + (tested ? '?' : ''),
  );
};

describe('what an expression reads', () => {
  test.each<[string, readonly string[]]>([
    ['input.order.id', ['input.-.order.id']],
    ['vars.total + config.LIMIT', ['vars.total', 'config.LIMIT']],
    ['steps.a.output.body[0].x', ['steps.a.output.body.x']],
    ['steps.`pay-now`.output', ['steps.pay-now.output']],
    ['secrets.KEY', ['secrets.KEY']],
    ['order.id', ['other.order.id']],
    ['steps', ['steps.-']],
    ['steps.*.output', ['steps.-']],
    ['$lookup(steps, "a")', ['steps.-']],
    ['$', ['other.-']],
    ['$$', ['other.-']],
    ['$$.vars.x', ['vars.x']],
    ['$.vars.x', ['vars.x']],
    ['**', ['other.-']],
    // Inside a filter, after a dot and in an ordering, names belong to the item; `$$` goes back.
    ['input.items[price > 3]', ['input.-.items']],
    ['input.items[price > $$.vars.limit]', ['input.-.items', 'vars.limit']],
    ['input.items.{ "n": name }', ['input.-.items']],
    ['input.items^(price)', ['input.-.items']],
    ['input.items{ sku: price }', ['input.-.items']],
    ['{ "a": vars.x, "b": [vars.y] }', ['vars.x', 'vars.y']],
    ['$map(input.items, function($i) { $i.n * vars.x })', ['input.-.items', 'vars.x']],
    ['($t := vars.x; $t)', ['vars.x']],
    ['vars.ok ? steps.a.output : error.type', ['vars.ok', 'steps.a.output', 'error.-.type']],
    ['"a" & input.x & $string(vars.n)', ['input.-.x', 'vars.n']],
    ['input ~> |items|{ "x": vars.y }|', ['input.-']],
    ['$exists(steps.a.output)', ['steps.a.output?']],
    // Left of `??` and `?:` is met twice: as what is asked for, and as what is then taken.
    ['item ?? null', ['item.-?', 'item.-?']],
    ['steps.a.output ?? vars.x', ['steps.a.output?', 'steps.a.output?', 'vars.x']],
    ['steps.a.output ?: 1', ['steps.a.output?', 'steps.a.output?']],
    ['(vars.a & vars.b) ?: vars.c', ['vars.a?', 'vars.b?', 'vars.a?', 'vars.b?', 'vars.c']],
    ['$string(vars.a) ?: 1', ['vars.a?', 'vars.a?']],
    ['(vars.a ?? vars.b) ?? 1', ['vars.a?', 'vars.a?', 'vars.a?', 'vars.a?', 'vars.b?', 'vars.b?']],
    ['vars.a ? vars.a : 1', ['vars.a', 'vars.a']],
    ['1 ?? vars.a', ['vars.a']],
    // What `$exists` has said is there, where it has said so.
    ['$exists(vars.a) ? vars.a.b : vars.a', ['vars.a?', 'vars.a.b?', 'vars.a']],
    ['$exists(vars.a.b) ? vars.a', ['vars.a.b?', 'vars.a']],
    ['$exists(item) and $exists(vars.a) ? [item, vars.a]', ['item.-?', 'vars.a?', 'item.-?', 'vars.a?']],
    ['$exists(item) or $exists(vars.a) ? item', ['item.-?', 'vars.a?', 'item.-']],
    ['$not($exists(vars.a)) ? vars.a : vars.a.b', ['vars.a?', 'vars.a', 'vars.a.b?']],
    ['($exists(vars.a)) ? $$.vars.a : 1', ['vars.a?', 'vars.a']],
    ['$exists(vars.a[0]) ? vars.a : 1', ['vars.a?', 'vars.a']],
    ['$exists(item) ? input.items.(item) : 1', ['item.-?', 'input.-.items']],
    ['1 + 1', []],
  ])('%s', (source, references) => {
    expect(read(source).toSorted()).toEqual(references.toSorted());
  });

  test('says where', () => {
    const checked = checkExpression('1 + vars.n & steps.`a-b`.output');
    expect(checked.ok && checked.references.map(({ offset }) => offset)).toEqual([4, 13]);
  });
});

describe('what cannot be evaluated', () => {
  test.each([
    ['input.', 'Unexpected end of expression.'],
    ['"abc', 'String literal must be terminated by a matching quote.'],
    ['$nope(1)', 'There is no function $nope.'],
    ['$lenght(input.x)', 'There is no function $lenght: did you mean $length?'],
    ['uppercase(input.x)', 'Functions start with $: write $uppercase(…).'],
    [
      '$match(input.x, /(a)\\1/)',
      'The pattern /(a)\\1/ cannot be used: lookahead, lookbehind and backreferences do not exist here.',
    ],
    ['$match(input.x, /[/)', 'No terminating / in regular expression.'],
    ['('.repeat(300) + '1' + ')'.repeat(300), 'The expression is nested deeper than 100: split it with variables.'],
    ['1' + ' '.repeat(20_000), 'An expression has 16384 characters at most.'],
  ])('%s', (source, message) => {
    expect(checkExpression(source)).toMatchObject({ ok: false, message });
  });

  test('own functions and parameters are no unknown functions', () => {
    expect(checkExpression('($f := function($g) { $g(1) }; $f($string))').ok).toBe(true);
  });
});
