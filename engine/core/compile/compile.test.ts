import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '../definition/document.ts';
import type { Json } from '../json.ts';
import { link } from '../machine/link.ts';
import { diagnosticCodes } from './codes.ts';
import { compile, type CompileResult } from './index.ts';
import { blockOf, changed, pathsOf, rich, stepsOf, task, without } from './testing/documents.ts';

const definitionOf = (document: string | Json) => {
  const compiled = compile(document);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  return compiled;
};

describe('[DF3] the normal form', () => {
  test('compiling what was compiled changes nothing', () => {
    const once = definitionOf(rich);
    expect(definitionOf(once.definition as Json)).toEqual(once);
  });

  test('is itself a document, without what is only for the eye', () => {
    const { definition } = definitionOf(rich);
    expect(documentSchema.safeParse(definition).success).toBe(true);
    expect(definition).not.toHaveProperty('ui');
    expect(definition).not.toHaveProperty('$schema');
    expect(definition).not.toHaveProperty('defaults');
  });

  test('writes every default out', () => {
    const { definition } = definitionOf(
      stepsOf({
        t: task({ retry: [{}], compensate: { activity: 'undo' }, next: 's' }),
        s: {
          type: 'saga',
          start: 'p',
          steps: { p: { type: 'parallel', branches: { l: { start: 'x', steps: { x: task({ readOnly: true }) } } } } },
        },
      }),
    );
    const rule = {
      errors: ['*'],
      maxAttempts: 3,
      initialInterval: '1s',
      backoffCoefficient: 2,
      maxInterval: '1m',
      jitter: 'none',
      nonRetryable: [],
    };
    const timeouts = { startToClose: '1m' };
    expect(definition.steps).toMatchObject({
      t: {
        retry: [rule],
        timeouts,
        taskQueue: 'default',
        readOnly: false,
        pivot: false,
        compensate: { retry: [rule], timeouts },
        compensateOn: 'unknown',
        catch: [],
      },
      s: {
        order: 'reverse',
        onCompensationFailure: 'suspend',
        cancelTimeout: '10s',
        retry: [],
        catch: [],
        steps: {
          p: { join: 'all', onFailure: 'cancel', branches: { l: { steps: { x: { retry: [], readOnly: true } } } } },
        },
      },
    });
  });

  test('writes out those of map, receive, emit, child, triggers and the concurrency key', () => {
    const effect = { compensate: { workflow: 'undo', timeouts: { startToClose: '1s' } } };
    const { definition } = definitionOf(
      stepsOf(
        {
          m: { type: 'map', items: [], ...blockOf({ x: task() }), next: 'r' },
          r: { type: 'receive', signal: 's', timeout: 'PT90S', next: 'e' },
          e: { type: 'emit', event: 'e', ...effect, next: 'c' },
          c: { type: 'child', workflow: 'w', next: 'd' },
          d: { type: 'child', workflow: 'w', wait: false },
        },
        {
          defaults: { retry: [{}], timeouts: { startToClose: '5s' }, taskQueue: 'q' },
          concurrencyKey: { key: 'all' },
          triggers: { t: { type: 'schedule', every: '60m' } },
        },
      ),
    );
    const none = { retry: [], catch: [], readOnly: false };
    const { m, r, e, c, d } = definition.steps as Record<string, object>;
    expect(m).toMatchObject({ retry: [], catch: [], tolerate: 0, steps: { x: { taskQueue: 'q', retry: [{}] } } });
    expect(m).not.toHaveProperty('concurrency'); // all at once
    expect(r).toMatchObject({ timeout: '90s', catch: [] });
    expect(e).toMatchObject({ ...none, compensate: { retry: [{ maxAttempts: 3 }] }, compensateOn: 'unknown' });
    expect(e).not.toHaveProperty('compensate.timeouts'); // a workflow keeps its own time
    expect(c).toMatchObject({ ...none, wait: true, parentClosePolicy: 'terminate' });
    expect(d).toMatchObject({ ...none, wait: false, parentClosePolicy: 'abandon' });
    expect(definition).toMatchObject({
      concurrencyKey: { key: 'all', limit: 1, onLimit: 'queue' },
      triggers: { t: { every: '1h', timeZone: 'UTC', overlap: 'skip', catchUp: '1m', paused: false } },
    });
  });

  test('the defaults of the document go where a task says nothing', () => {
    const defaults = {
      retry: [{ maxAttempts: 9 }],
      timeouts: { startToClose: 'PT90S', heartbeat: '5s' },
      taskQueue: 'q',
    };
    const { definition } = definitionOf(
      stepsOf(
        { a: task({ next: 'b' }), b: task({ retry: [], timeouts: { startToClose: '1s' }, taskQueue: 'own' }) },
        { defaults },
      ),
    );
    expect(definition.steps).toMatchObject({
      a: {
        retry: [{ maxAttempts: 9, initialInterval: '1s' }],
        timeouts: { startToClose: '90s', heartbeat: '5s' },
        taskQueue: 'q',
      },
      b: { retry: [], timeouts: { startToClose: '1s', heartbeat: '5s' }, taskQueue: 'own' },
    });
  });

  test('[DF6] durations have one spelling, expressions are left alone', () => {
    const { definition } = definitionOf(
      stepsOf(
        { a: { type: 'wait', for: 'PT1H30M', next: 'b' }, b: { type: 'wait', for: '{% input.pause %}' } },
        { timeout: '60m' },
      ),
    );
    expect(definition).toMatchObject({ timeout: '1h', steps: { a: { for: '90m' }, b: { for: '{% input.pause %}' } } });
  });
});

describe('[DF3] the hash', () => {
  const hash = definitionOf(rich).hash;

  test('is a SHA-256', () => {
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('does not change with names, descriptions, drawing, order of members or spelled-out defaults', () => {
    const shuffled = JSON.parse(JSON.stringify(rich, reversed)) as Json;
    for (const same of [
      without(rich, ['ui']),
      without(rich, ['description']),
      without(rich, ['$schema']),
      without(rich, ['config', 'URL', 'description']),
      without(rich, ['steps', 'check', 'name']),
      without(rich, ['steps', 'decide', 'branches', 0, 'name']),
      without(rich, ['steps', 'ship', 'name']),
      without(rich, ['steps', 'ship', 'steps', 'pack', 'name']),
      without(rich, ['steps', 'ship', 'steps', 'pack', 'compensate', 'name']),
      without(rich, ['steps', 'anew', 'name']),
      without(rich, ['steps', 'anew', 'description']),
      without(rich, ['signals', 'paid', 'description']),
      without(rich, ['queries', 'progress', 'description']),
      without(rich, ['updates', 'set.total', 'description']),
      changed(rich, ['concurrencyKey', 'limit'], undefined),
      changed(rich, ['triggers', 'often', 'every'], '15m'),
      changed(rich, ['triggers', 'nightly', 'catchUp'], '60m'),
      changed(rich, ['steps', 'await', 'timeout'], '2d'),
      changed(rich, ['steps', 'check', 'with', 'key'], { $secret: 'SHOP_KEY' }),
      without(rich, ['steps', 'place', 'steps', 'reserve', 'compensate', 'name']),
      without(rich, ['steps', 'place', 'steps', 'both', 'branches', 'left', 'name']),
      changed(rich, ['timeout'], '2h'),
      shuffled,
      JSON.stringify(rich, null, 7),
    ]) {
      expect(definitionOf(same).hash).toBe(hash);
    }
  });

  test('changes with what a run does', () => {
    for (const other of [
      changed(rich, ['name'], 'other'),
      changed(rich, ['timeout'], '3h'),
      changed(rich, ['returns'], null),
      changed(rich, ['steps', 'check', 'with', 'id'], 'x'),
      changed(rich, ['steps', 'place', 'steps', 'tell', 'activity'], 'http'),
      changed(rich, ['steps', 'ship', 'concurrency'], 1),
      changed(rich, ['steps', 'ship', 'steps', 'pack', 'compensate', 'workflow'], 'other'),
      changed(rich, ['steps', 'await', 'onTimeout'], 'refuse'),
      changed(rich, ['signals', 'paid', 'key'], '{% signal.payload.other %}'),
      changed(rich, ['triggers', 'often', 'every'], '16m'),
      // A field called name in a template is data, not a label.
      changed(rich, ['steps', 'check', 'with'], { name: 'a' }),
    ]) {
      expect(definitionOf(other).hash).not.toBe(hash);
    }
    const named = (name: string) => definitionOf(changed(rich, ['steps', 'check', 'with'], { name })).hash;
    expect(named('a')).not.toBe(named('b'));
  });

  test('is the one it was: it names what runs are pinned to', () => {
    expect(definitionOf(stepsOf({ a: task() })).hash).toBe(PINNED);
  });
});

const PINNED = '015771491990911cb0adb41c1d73540252832904bf94e73ce706c29cb273fffc';

function reversed(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toReversed());
}

describe('[DF4] nothing is thrown, whatever the file holds', () => {
  test.each([
    [
      'a text for a step',
      '{ "start": "a", "steps": { "a": { "type": "succeed" }, "__proto__": "{% %}" } }',
      '/steps/__proto__',
    ],
    ['a field', '{ "start": "a", "__proto__": 1, "steps": { "a": { "type": "succeed" } } }', '/__proto__'],
    [
      'a time limit',
      '{ "start": "__proto__", "steps": { "__proto__": { "type": "wait", "for": "soon" } } }',
      '/steps/__proto__/for',
    ],
  ])('__proto__ is a name like others: %s', (_, text, pointer) => {
    const { ok, diagnostics } = compile({ format: 'sagaloom/v1', name: 'x', ...(JSON.parse(text) as object) });
    expect(ok).toBe(false);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([{ pointer }]);
  });

  const paths = pathsOf(rich);
  const ids = ['check', 'place', 'reserve', 'nowhere', '', '__proto__', 'constructor', 'a b'];
  const junk = fc.oneof(
    fc.constantFrom<Json>(null, true, 0, -1, 1e9, '', 'x', [], {}, [null], { type: 'task' }, { start: 'a', steps: {} }),
    fc.constantFrom(...ids),
    fc.constantFrom<Json>(
      { $secret: 'KEY' },
      { $secret: 1 },
      '* * * * *',
      '0 0 31 2 *',
      '@daily',
      'Europe/Paris',
      '5s',
      '0s',
      '7%',
    ),
    fc.constantFrom(
      '{%%}',
      '{% ( %}',
      '{% steps.reserve.output %}',
      '{% vars.x %}',
      '{% $ %}',
      '{% ** %}',
      '{% error %}',
      '{% secrets.KEY %}',
      '{% item & index %}',
      '{% signal.payload %}',
      '{% trigger.at %}',
      '{% |a|{}| %}',
    ),
    fc.constantFrom(
      'task',
      'choice',
      'parallel',
      'wait',
      'saga',
      'try',
      'set',
      'fail',
      'succeed',
      'map',
      'receive',
      'emit',
      'child',
      'continueAsNew',
    ),
    fc.jsonValue() as fc.Arbitrary<Json>,
    // A part of the document in another's place, and so cycles, duplicates and steps where they do not belong.
    fc.constantFrom(...paths).map((path) => partAt(rich, path)),
  );
  const mutation = fc.tuple(fc.constantFrom(...paths), fc.option(junk, { nil: undefined }));

  test('of documents changed in a few places', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        let document: Json = rich;
        for (const [path, value] of mutations) document = changed(document, path, value);
        holds(compile(document));
      }),
      { numRuns: 2_000 },
    );
  }, 120_000);

  test('of texts cut off, cut open and scrambled', () => {
    const text = JSON.stringify(rich, null, 1);
    const place = fc.nat(text.length);
    fc.assert(
      fc.property(place, fc.nat(40), fc.string({ maxLength: 5 }), (at, removed, inserted) => {
        holds(compile(text.slice(0, at)));
        holds(compile(text.slice(0, at) + inserted + text.slice(at + removed)));
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);

  test('of any text and any value', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => holds(compile(text))));
    fc.assert(fc.property(fc.jsonValue(), (value) => holds(compile(value as Json))));
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('of a step called %s', (id) => {
    const text = `{"format":"sagaloom/v1","name":"x","start":"${id}","steps":{"${id}":{"type":"task","activity":"log","next":"${id}2"},"${id}2":{"type":"task","activity":"log","with":"{% steps.${id}.output %}"}}}`;
    expect(compile(text)).toMatchObject({ ok: true, diagnostics: [] });
  });

  test('of nesting that would overflow the stack', () => {
    for (const open of ['[', '{"a":', '{"steps":{"a":']) expect(compile(open.repeat(50_000)).ok).toBe(false);
    let deep: Json = null;
    for (let level = 0; level < 20_000; level++) deep = [deep];
    expect(compile(deep)).toMatchObject({ ok: false, diagnostics: [{ code: 'JSON_TOO_DEEP' }] });
    holds(compile(stepsOf({ a: task({ with: `{% ${'('.repeat(9_000)} %}` }) })));
    holds(compile(stepsOf({ a: task({ with: `{% ${'-'.repeat(9_000)}1 %}` }) })));
  });
});

function holds(compiled: CompileResult): void {
  for (const { code, severity, pointer, message } of compiled.diagnostics) {
    expect(Object.keys(diagnosticCodes)).toContain(code);
    expect(severity).toBe(diagnosticCodes[code as keyof typeof diagnosticCodes].severity);
    expect(pointer).toMatch(/^(\/.*)?$/s);
    expect(message).toMatch(/[.?]$/);
  }
  expect(compiled.ok).toBe(compiled.diagnostics.every(({ severity }) => severity === 'warning'));
  if (!compiled.ok) return;
  expect(compile(compiled.definition as Json)).toMatchObject({ hash: compiled.hash, definition: compiled.definition });
  expect(() => link(compiled.definition, compiled.hash)).not.toThrow();
}

function partAt(value: Json, path: readonly (string | number)[]): Json {
  return path.reduce<Json>((part, key) => (part as Record<string | number, Json>)[key] ?? null, value);
}
