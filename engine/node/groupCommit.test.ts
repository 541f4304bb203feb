import { describe, expect, test } from 'vitest';
import { groupCommit } from './groupCommit.ts';

/** Counts transactions; `bad` cannot be written, `full` is what any write would meet. */
function counting() {
  const commits: string[][] = [];
  const group = groupCommit<string, string>({
    all(items) {
      if (items.includes('full')) throw new Error('full');
      if (items.includes('bad')) throw new Error('bad');
      commits.push([...items]);
      return items.map((item) => item.toUpperCase());
    },
    isGeneral: (error) => error instanceof Error && error.message === 'full',
  });
  return { commits, group };
}

describe('group commit', () => {
  test('[GC1][GC2][GC4] what comes in one turn is one commit, in order, and each gets its own answer', async () => {
    const { commits, group } = counting();
    const answers = await Promise.all(['a', 'b', 'c'].map((item) => group.write(item)));
    expect(answers).toEqual(['A', 'B', 'C']);
    expect(commits).toEqual([['a', 'b', 'c']]);
  });

  test('[GC2] what an acknowledged write leads to goes into the next', async () => {
    const { commits, group } = counting();
    await Promise.all(['a', 'b'].map((item) => group.write(item).then(() => group.write(`${item}2`))));
    expect(commits).toEqual([
      ['a', 'b'],
      ['a2', 'b2'],
    ]);
  });

  test('[GC3] one that cannot be written takes nobody with it', async () => {
    const { commits, group } = counting();
    const answers = await Promise.allSettled(['a', 'bad', 'c'].map((item) => group.write(item)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(commits).toEqual([['a'], ['c']]);
  });

  test('a full disk is everybody’s: nobody is tried singly, and the next commit is tried again', async () => {
    const { commits, group } = counting();
    const answers = await Promise.allSettled(['a', 'full'].map((item) => group.write(item)));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await group.write('later')).toBe('LATER');
    expect(commits).toEqual([['later']]);
  });

  test('a flush writes what waits, at once', async () => {
    const { commits, group } = counting();
    const written = group.write('a');
    group.flush();
    expect(commits).toEqual([['a']]);
    expect(await written).toBe('A');
  });

  test('a flood is written in several commits and none is forgotten', async () => {
    const { commits, group } = counting();
    const items = Array.from({ length: 1_300 }, (_, i) => `i${i}`);
    await Promise.all(items.map((item) => group.write(item)));
    expect(commits.flat()).toEqual(items);
    expect(Math.max(...commits.map((commit) => commit.length))).toBe(512);
  });
});
