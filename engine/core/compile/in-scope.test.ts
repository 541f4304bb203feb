import { describe, expect, test } from 'vitest';
import { isObject, type Json } from '../json.ts';
import { compile, inScope, takesTemplate } from './index.ts';
import { modelOf } from './model.ts';
import { type Path, pointerOf } from './pointer.ts';
import { type Site, siteAt, sitesOf } from './templates.ts';
import { changed, rich, without } from './testing/documents.ts';

const document = isObject(rich) ? rich : {};
const model = modelOf(document);
const sites = sitesOf(model).map((site): readonly [string, Site] => [pointerOf(site.at), site]);

const codesAt = (path: Path, expression: string): readonly string[] =>
  compile(changed(rich, path, `{% ${expression} %}`))
    .diagnostics.filter(({ pointer }) => pointer === pointerOf(path))
    .map(({ code }) => code);

const quoted = (id: string): string => (/^\w+$/.test(id) ? id : `\`${id}\``);

describe('the template at a place', () => {
  test.each(sites)('%s is found, whether there is anything or not, and from inside', (_pointer, site) => {
    for (const [from, path] of [
      [model, site.at],
      [model, [...site.at, 'deep', 0]],
      [modelOf(without(rich, site.at) as typeof document), site.at],
    ] as const) {
      const found = siteAt(from, path);
      expect([found?.role, found?.step?.id, found?.at.map(String)]).toEqual([
        site.role,
        site.step?.id,
        site.at.map(String),
      ]);
      expect(found?.block.at).toEqual(site.block.at);
    }
  });

  test.each([['name'], ['steps', 'check', 'name'], ['steps', 'check', 'next'], ['steps', 'pause', 'type'], ['ui'], []])(
    'there is none at %j',
    (...path) => expect(takesTemplate(rich, path)).toBe(false),
  );

  test('half-drawn and broken documents have what they have', () => {
    for (const broken of [
      null,
      [],
      {},
      { steps: 1 },
      { steps: { a: null } },
      { steps: { a: { type: 'no' } } },
    ] as Json[])
      expect(inScope(broken, ['steps', 'a', 'with'])).toBeNull();
    expect(inScope({ steps: { a: { type: 'task' } } }, ['steps', 'a', 'with'])?.steps).toEqual([]);
  });
});

describe('what is offered is what the compiler lets pass', () => {
  test.each(sites)('at %s', (_pointer, { at }) => {
    const scope = inScope(rich, at);
    const roots = scope?.roots.map(({ name }) => name) ?? [];
    for (const root of ['input', 'config', 'run', 'item', 'error', 'signal', 'trigger', 'update', 'query', 'result'])
      expect([root, codesAt(at, root).filter((code) => code.startsWith('SCOPE')).length === 0]).toEqual([
        root,
        roots.includes(root),
      ]);
    for (const { name, fields } of scope?.roots ?? [])
      for (const field of fields ?? []) expect(codesAt(at, `${name}.${field}`)).not.toContain('SCOPE_STEP');
    expect(codesAt(at, '(secrets.X)').includes('SECRET_MISPLACED')).toBe(true);
    expect(codesAt(at, 'secrets.X').includes('SECRET_MISPLACED')).toBe(scope?.secrets !== true);
  });

  test.each(sites.filter(([, { role }]) => !['start', 'slot', 'trigger', 'attribute'].includes(role)))(
    'of steps, at %s',
    (_pointer, { at }) => {
      const scope = inScope(rich, at);
      for (const id of ['check', 'mark', 'reserve', 'both', 'l1', 'ship', 'pack', 'audit', 'last', 'tell-all']) {
        const offered = scope?.steps.find((step) => step.id === id);
        const faults = codesAt(at, `steps.${quoted(id)}.output`).filter((code) => code.startsWith('REFERENCE'));
        if (offered?.certain === true) expect([id, faults]).toEqual([id, []]);
        else if (offered) expect([id, faults]).toEqual([id, ['REFERENCE_NOT_RUN']]);
        else expect([id, faults.length > 0 || scope?.role === 'query' || scope?.role === 'update']).toEqual([id, true]);
      }
    },
  );
});

test('a finding in an expression says how far in it is', () => {
  const [found] = compile(changed(rich, ['returns'], '{% input.id & vars.totl %}')).diagnostics;
  expect(found).toMatchObject({ code: 'VAR_UNDECLARED', offset: '{% input.id & '.length });
});
