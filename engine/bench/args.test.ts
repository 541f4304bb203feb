import { describe, expect, test } from 'vitest';
import { parse } from './args.ts';

const names = (argv: readonly string[]): readonly string[] => {
  const parsed = parse(argv);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.args.benches.map(({ name }) => name);
};

describe('arguments of bench', () => {
  test('name nothing: all but what takes minutes, five rounds, with the peers', () => {
    expect(names([])).not.toContain('large');
    expect(names(['--large'])).toEqual([...names([]), 'large']);
    expect(parse([])).toMatchObject({ ok: true, args: { rounds: 5, peers: true, json: false, record: false } });
  });

  test('name one, and what belongs to it', () => {
    expect(names(['w1'])).toEqual(['w1', 'w1-at-1']);
    expect(names(['w2', '--rounds', '2'])).toEqual(['w2']);
    expect(names(['large'])).toEqual(['large']);
  });

  test.each([
    [['w9'], 'There is no bench named w9; there are sqlite, w1'],
    [['--rounds', '0'], '--rounds must be'],
    [['--rounds', 'many'], '--rounds must be'],
    [['--seconds=-1'], '--seconds must be'],
    [['w1', 'w2'], 'one bench'],
    [['--fast'], '--fast'],
  ])('say what is wrong with %j', (argv, message) => {
    expect(parse(argv)).toEqual({ ok: false, message: expect.stringContaining(message) });
  });
});
