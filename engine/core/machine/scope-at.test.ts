import { describe, expect, test } from 'vitest';
import { compileTemplate, evaluateTemplate } from '../expression/index.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Recorded } from '../event.ts';
import { done, Driver, failed, programOf, scripted, task } from '../testing/drive.ts';
import { type PlaceInFlow, type ScopeAt, scopeAt } from './scope-at.ts';

const block = (steps: object): object => ({ start: Object.keys(steps)[0], steps });
const seeing = (more = ''): string => `{% { "in": input, "vars": vars, "steps": steps, "key": step.key${more} } %}`;
const everything = seeing();
const templates: Readonly<Record<string, string>> = {
  pack: seeing(', "item": item, "index": index'),
  late: seeing(', "error": error.type'),
};

/** A loop, a saga, items, a catch: places that see different things. */
const document = {
  variables: { n: 0 },
  config: { URL: { type: 'string', default: 'there' } },
  signals: { go: { payload: true, key: '{% signal.payload.id %}' } },
  ...block({
    count: { type: 'set', assign: { n: '{% vars.n + 1 %}' }, next: 'one' },
    one: task({ with: everything, assign: { n: '{% vars.n + result.add %}' }, next: 'again' }),
    again: { type: 'choice', branches: [{ when: '{% vars.n < 8 %}', next: 'count' }], otherwise: 'group' },
    group: {
      type: 'saga',
      ...block({
        inner: task({ with: everything, compensate: { activity: 'undo', with: '{% [step.with.in, step.output] %}' } }),
      }),
      output: '{% steps.inner.output %}',
      next: 'each',
    },
    each: {
      type: 'map',
      items: '{% [1..3] %}',
      concurrency: 1,
      ...block({ pack: task({ with: templates['pack'], assign: { mine: '{% [item, result] %}' } }) }),
      output: '{% vars.mine %}',
      next: 'wait',
    },
    wait: { type: 'receive', signal: 'go', assign: { n: '{% signal.payload.n %}' }, next: 'fails' },
    fails: task({ with: everything, catch: [{ next: 'late' }] }),
    late: task({ with: templates['late'] }),
  }),
  returns: '{% vars.n %}',
};

const script = scripted({
  one: done({ add: 2 }),
  inner: done({ inner: true }),
  pack: done('packed'),
  fails: failed('shop.closed', { retryable: false }),
});

async function recorded(): Promise<{ program: ReturnType<typeof programOf>; events: readonly Recorded[] }> {
  const program = programOf(document);
  const driver = new Driver(program, script);
  await driver.start({ who: 'ada' }, { config: { URL: 'there' } });
  await driver.settle();
  await driver.signal('go', { n: 40, id: 'x' });
  return { program, events: (await driver.settle()).events };
}

const seen = (scope: ScopeAt): JsonObject => {
  if (!scope.ok) throw new Error(scope.why);
  return scope.scope;
};

async function evaluated(template: Json, scope: ScopeAt): Promise<Json> {
  const value = await evaluateTemplate(compileTemplate(template), seen(scope), { nowMs: 0, seed: '' });
  if (!value.ok) throw new Error(value.error.message);
  return value.value;
}

const at = (role: PlaceInFlow['role'], step: string | null, inBlock = ''): PlaceInFlow => ({
  role,
  step,
  block: inBlock,
});

describe('[DA2] the scope of a place in a recorded run', () => {
  test('gives again what every step was given, and assigned', async () => {
    const { program, events } = await recorded();
    const counts = { with: 0, assign: 0 };
    for (const [index, event] of events.entries()) {
      const upTo = events.slice(0, index + 1);
      if (event.type === 'StepStarted' && event.detail.kind === 'task') {
        expect(
          await evaluated(templates[event.id] ?? everything, scopeAt(program, upTo, at('with', event.id))),
        ).toEqual(event.detail.with);
        counts.with += 1;
      }
      if (event.type !== 'StepCompleted' || Object.keys(event.assigned).length === 0) continue;
      const id = event.path.split('.').at(-1) ?? '';
      const step = [...program.steps.values()].find((one) => one.id === id);
      for (const [name, template] of step?.assign ?? []) {
        const scope = seen(scopeAt(program, upTo, at('assign', id)));
        const value = await evaluateTemplate(template, scope, { nowMs: 0, seed: '' });
        expect(value).toEqual({ ok: true, value: event.assigned[name] });
        counts.assign += 1;
      }
    }
    expect(counts).toEqual({ with: 9, assign: 7 });
  });

  test('of an undo has what the step was given and gave', async () => {
    const { program, events } = await recorded();
    const undo = await evaluated(
      '{% [step.with.in, step.output, step.outcome] %}',
      scopeAt(program, events, at('undo', 'inner')),
    );
    expect(undo).toEqual([{ who: 'ada' }, { inner: true }, 'done']);
  });

  test('of outputs has what their block had in the end', async () => {
    const { program, events } = await recorded();
    expect(await evaluated('{% vars.n %}', scopeAt(program, events, at('output', null)))).toBe(40);
    expect(
      await evaluated('{% steps.inner.output %}', scopeAt(program, events, at('output', 'group', 'group.body'))),
    ).toEqual({ inner: true });
    expect(await evaluated('{% vars.mine %}', scopeAt(program, events, at('output', 'each', 'each.item')))).toEqual([
      3,
      'packed',
    ]);
  });

  test('of a caught error, a signal and the start', async () => {
    const { program, events } = await recorded();
    expect(await evaluated('{% error.type %}', scopeAt(program, events, at('step', 'late')))).toBe('shop.closed');
    expect(
      await evaluated('{% signal.payload.n %}', scopeAt(program, events, { ...at('signalKey', null), signal: 'go' })),
    ).toBe(40);
    expect(seen(scopeAt(program, events, at('start', null)))).toEqual({
      input: { who: 'ada' },
      config: { URL: 'there' },
    });
  });

  test('of a step the run does not know is what its block had in the end, and says so', async () => {
    const { program, events } = await recorded();
    const fresh = scopeAt(program, events, at('with', 'drawn'));
    expect(fresh).toMatchObject({ ok: true, reached: false });
    expect(await evaluated('{% steps.one.output.add %}', fresh)).toBe(2);
    const inside = scopeAt(program, events, at('step', 'drawn', 'group.body'));
    expect(await evaluated('{% steps.inner.output %}', inside)).toEqual({ inner: true });
  });

  test('says what is missing', async () => {
    const { program, events } = await recorded();
    const begun = events.slice(0, 3);
    expect(scopeAt(program, begun, at('assign', 'late'))).toEqual({ ok: false, why: 'notReached' });
    expect(scopeAt(program, begun, at('step', 'new', 'group.body'))).toEqual({ ok: false, why: 'notReached' });
    expect(scopeAt(program, events, at('trigger', null))).toEqual({ ok: false, why: 'noTrigger' });
    expect(scopeAt(program, begun, { ...at('signalKey', null), signal: 'go' })).toEqual({ ok: false, why: 'noSignal' });
    expect(scopeAt(program, [], at('start', null))).toEqual({ ok: false, why: 'notReached' });
  });
});
