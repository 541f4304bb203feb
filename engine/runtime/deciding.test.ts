import { describe, expect, test } from 'vitest';
import type { AttemptEndedCommand, Command } from '../core/command.ts';
import type { JsonObject } from '../core/json.ts';
import { memoryJournal } from '../memory/journal.ts';
import { decideAll } from './deciding.ts';
import { restore } from './loaded.ts';
import { asked, type Letter, own } from './mail.ts';
import { programs } from './programs.ts';
import { definitionOf, fanOut, request, task } from './testing/documents.ts';
import { completed } from './testing/held-activities.ts';
import { START } from './testing/opened.ts';

const made = request(fanOut(3));
const begin: Letter = asked(startOf('run-1'), made).letter;

function startOf(runId: string): Command {
  return { type: 'start', runId, runKey: runId, input: {}, config: {}, by: 'test' };
}

function ended(branch: number): AttemptEndedCommand {
  return { type: 'attemptEnded', path: `t${branch}`, visit: 1, attempt: 1, undo: false, result: completed(branch) };
}

/** Its branch 1 goes on to a step that is not there: that throws when half of the decision is made. */
const broken = asked(startOf('run-1'), request(definitionOf({ all: parallel('nowhere') }))).letter;

function parallel(next: string): JsonObject {
  const branch = (id: string, more: JsonObject = {}): JsonObject => ({ start: id, steps: { [id]: task(more) } });
  return { type: 'parallel', branches: { b0: branch('t0'), b1: branch('t1', { next }), b2: branch('t2') } };
}

async function decided(letters: readonly Letter[]) {
  const clock = { now: () => START, setTimer: () => () => {} };
  const options = { journal: memoryJournal(), clock, ids, programs: programs(nowhere) };
  const batch = await decideAll([...letters], null, options);
  return { ...batch, programs: options.programs };
}

const ids = { runId: () => 'run-1', seed: () => 'seed' };
const nowhere = { definition: async () => null };

describe('what waits together', () => {
  test('[AC3] is decided in the order it came, and is one append', async () => {
    const { decided: answers, change } = await decided([begin, own(ended(2)), own(ended(0)), own(ended(1))]);
    expect(answers.map(({ rejection }) => rejection)).toEqual([null, null, null, null]);
    expect(change?.append).toMatchObject({ expected: 0, entry: { status: 'completed' } });
    const done = change?.append.events.filter(({ type }) => type === 'StepCompleted');
    expect(done).toMatchObject([{ path: 't2' }, { path: 't0' }, { path: 't1' }, { path: 'all' }]);
  });

  test('[AC5] a decision that throws changes nothing, nor what is decided before and after it', async () => {
    const withBug = await decided([broken, own(ended(0)), own(ended(1)), own(ended(2)), own(ended(1))]);
    const without = await decided([broken, own(ended(0)), own(ended(2))]);
    expect(withBug.failed).toHaveLength(2);
    expect(withBug.change?.append).toEqual(without.change?.append);
    expect(withBug.change?.after.state).toEqual(without.change?.after.state);
    const events = withBug.change?.append.events ?? [];
    expect(withBug.change?.after.state).toEqual(await restore(withBug.programs, events));
  });

  test('[AC5] a start that is refused leaves no trace: another may follow it', async () => {
    const picky = request(definitionOf({ a: task() }, { input: { type: 'string' } }));
    const { decided: answers, change } = await decided([asked(startOf('run-1'), picky).letter, begin]);
    expect(answers.map(({ rejection }) => rejection?.code ?? null)).toEqual(['invalid', null]);
    expect(change?.append).toMatchObject({ expected: 0, definition: made.definition, entry: { hash: made.hash } });
  });
});
