import { describe, expect, test } from 'vitest';
import { rowsOf } from './record.ts';
import { documentOf, resultOf, type Results } from './results.ts';
import { textOf } from './text.ts';

const speed = { name: 'w1', about: 'steps', compares: { metric: 'stepsPerSecond', isTime: false } };
const rounds = [
  { ours: { stepsPerSecond: 100 }, log: { stepsPerSecond: 200 }, restateTuned: { stepsPerSecond: 10 } },
  { ours: { stepsPerSecond: 50 }, log: { stepsPerSecond: 100 } },
  { ours: { stepsPerSecond: 80 }, log: { stepsPerSecond: 400 }, restateTuned: { stepsPerSecond: 16 } },
];
const results: Results = { rounds: 3, fsyncPerSecond: 4_000, results: [resultOf(speed, rounds)] };

describe('results of rounds', () => {
  test('are medians, and ratios of the rounds in which both were there', () => {
    expect(results.results[0]).toMatchObject({
      ours: { stepsPerSecond: 80 },
      beside: { log: { stepsPerSecond: 200 }, restateTuned: { stepsPerSecond: 13 } },
      ratios: { log: 0.5, restateTuned: 7.5 },
    });
  });

  test('of times are theirs by ours, so that more is always better', () => {
    const times = { ...speed, compares: { metric: 'p50Ms', isTime: true } };
    expect(resultOf(times, [{ ours: { p50Ms: 2 }, dbos: { p50Ms: 20 } }]).ratios).toEqual({ dbos: 10 });
  });

  test('leave out who is not there, and compare nothing that has no measure', () => {
    expect(resultOf({ name: 'w3', about: 'sleepers' }, [{ ours: { rssMb: 90 } }])).toMatchObject({
      beside: {},
      ratios: {},
    });
  });

  test('are a document of the promised shape', () => {
    expect(documentOf(results)).toEqual({
      rounds: 3,
      fsyncPerSecond: 4_000,
      w1: {
        stepsPerSecond: 80,
        ratioToLog: 0.5,
        ratioToRestateTuned: 7.5,
        beside: { log: { stepsPerSecond: 200 }, restateTuned: { stepsPerSecond: 13 } },
      },
    });
  });

  test('are a table to be read', () => {
    expect(textOf(results).split('\n').slice(2)).toEqual(
      [
        'w1: steps',
        '                stepsPerSecond            we are',
        'Sagaloom                    80',
        'log, no engine             200   0.5 × as fast',
        'Restate tuned               13   7.5 × as fast',
      ].map((line) => expect.stringMatching(new RegExp(`^${line.replaceAll(/\s+/g, '\\s+')}$`)) as string),
    );
  });

  test('are a row with day and commit', () => {
    expect(rowsOf(results, '2026-11-22', 'abc1234')).toEqual([
      '| 2026-11-22 | abc1234 | w1 | 3 | 4000 | stepsPerSecond 80 | log, no engine 0.5, Restate tuned 7.5 |',
    ]);
  });
});
