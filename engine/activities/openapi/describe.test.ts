import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../core/json.ts';
import { validateAgainst } from '../../core/validate.ts';
import { DocumentError } from './bundle.ts';
import { operationsOf } from './describe.ts';
import type { Parameter } from './operations.ts';
import { inCookie, inHeader, inPath, inQuery } from './styles.ts';

const one = (operation: Json, more: object = {}): Json => ({
  openapi: '3.1.0',
  paths: { '/a': { post: operation } },
  ...more,
});

const inputOf = (document: Json): Json => operationsOf(document)[0]?.input ?? null;

describe('openapi: what a form is told', () => {
  test('operations in the order of the document, with id, summary and schemas', () => {
    const document = {
      openapi: '3.1.0',
      paths: {
        '/b': { get: { operationId: 'b', summary: 'All b' }, put: { description: 'Puts\nit', deprecated: true } },
        'x-own': { get: {} },
      },
    };
    expect(operationsOf(document)).toMatchObject([
      { id: 'b', method: 'GET', path: '/b', summary: 'All b', deprecated: false },
      { id: 'PUT /b', method: 'PUT', path: '/b', summary: 'Puts', deprecated: true },
    ]);
  });

  test('schemas stand alone, also where they refer to themselves', () => {
    const node = { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' } }, required: ['next'] };
    const body = { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } } };
    const input = inputOf(one({ requestBody: body }, { components: { schemas: { Node: { ...node, required: [] } } } }));
    expect(input).toMatchObject({ properties: { body: { $ref: '#/$defs/Node' } }, required: ['body'] });
    expect(validateAgainst(input, { body: { next: { next: {} } } }).ok).toBe(true);
    expect(validateAgainst(input, { body: { next: { next: 1 } } }).ok).toBe(false);
  });

  test('schemas of one name in two places have two names', () => {
    const schemas = { A: { type: 'string' }, Box: { properties: { A: { type: 'number' } } } };
    const content = {
      'application/json': {
        schema: {
          properties: { x: { $ref: '#/components/schemas/A' }, y: { $ref: '#/components/schemas/Box/properties/A' } },
        },
      },
    };
    const input = inputOf(one({ requestBody: { content } }, { components: { schemas } }));
    expect(validateAgainst(input, { body: { x: 'a', y: 1 } }).ok).toBe(true);
    expect(validateAgainst(input, { body: { x: 1, y: 1 } }).ok).toBe(false);
    expect(validateAgainst(input, { body: { x: 'a', y: 'a' } }).ok).toBe(false);
  });

  test('null and open limits of OpenAPI 3.0 mean what they meant', () => {
    const schema = {
      type: 'object',
      properties: {
        a: { type: 'string', nullable: true, enum: ['x'] },
        b: { allOf: [{ type: 'string' }], nullable: true },
        c: { type: 'number', minimum: 1, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: false },
      },
    };
    const input = inputOf(one({ requestBody: { content: { 'application/json': { schema } } } }, { openapi: '3.0.1' }));
    const fits = (body: Json): boolean => validateAgainst(input, { body }).ok;
    expect([fits({ a: null, b: null, c: 3 }), fits({ a: 'x', b: 'y' })]).toEqual([true, true]);
    expect([fits({ a: 'y' }), fits({ b: 1 }), fits({ c: 1 }), fits({ c: 3.1 })]).toEqual([false, false, false, false]);
  });

  test('the output is that of the step, with the body of good answers', () => {
    const json = (schema: Json) => ({ content: { 'application/json': { schema } } });
    const responses = { 200: json({ type: 'string' }), 201: json({ type: 'number' }), 404: json({ type: 'null' }) };
    const output = operationsOf(one({ responses }))[0]?.output ?? null;
    const fits = (body: Json): boolean => validateAgainst(output, { status: 200, headers: {}, body }).ok;
    expect([fits('a'), fits(1), fits(null)]).toEqual([true, true, false]);
  });

  test('bytes are base64, or a file', () => {
    const input = inputOf(one({ requestBody: { content: { 'application/pdf': {} } } }));
    const fits = (body: Json): boolean => validateAgainst(input, { body }).ok;
    expect([fits('AA=='), fits({ file: 'a.pdf' }), fits({ file: 1 }), fits(1)]).toEqual([true, true, false, false]);
  });

  test('whatever stands there, it is described or refused in one sentence', () => {
    const words = fc.constantFrom(
      'get',
      'post',
      'parameters',
      'requestBody',
      'content',
      'schema',
      '$ref',
      'servers',
      'responses',
      '200',
      'in',
      'name',
      'properties',
      'required',
      'items',
      'type',
    );
    const refs = fc.constantFrom(
      '#/paths',
      '#',
      '#/paths/~1a',
      '#/paths/~1a/get',
      'x.yaml#/',
      '#a',
      '#/%',
      'path',
      'query',
      'object',
    );
    const { node } = fc.letrec<{ node: Json }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'medium' },
        refs,
        fc.constantFrom<Json>(null, true, 0, []),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(words, tie('node'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(node, node, (item, operation) => {
        const document = { openapi: '3.0.0', paths: { '/a': { ...(item as object), get: operation }, '/b': item } };
        try {
          expect(Array.isArray(operationsOf(document))).toBe(true);
        } catch (error) {
          if (!(error instanceof DocumentError)) throw error;
          expect(error.message).toMatch(/^[A-Z][^\n]*\.$/);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

const parameter = (change: Partial<Parameter>): Parameter => ({
  key: 'p',
  name: 'p',
  in: 'query',
  required: false,
  style: 'form',
  explode: true,
  allowReserved: false,
  isJson: false,
  description: '',
  schema: { file: '', value: true },
  ...change,
});

const list = ['a', 'b c'];
const object = { x: 1, y: 'b&c' };

describe('openapi: styles of parameters', () => {
  test.each<[string, boolean, string, string, string]>([
    ['form', true, 'p=v', 'p=a&p=b%20c', 'x=1&y=b%26c'],
    ['form', false, 'p=v', 'p=a,b%20c', 'p=x,1,y,b%26c'],
    ['spaceDelimited', false, 'p=v', 'p=a%20b%20c', 'p=x%201%20y%20b%26c'],
    ['pipeDelimited', false, 'p=v', 'p=a%7Cb%20c', 'p=x%7C1%7Cy%7Cb%26c'],
    ['deepObject', true, 'p=v', 'p=a&p=b%20c', 'p%5Bx%5D=1&p%5By%5D=b%26c'],
  ])('query, %s, explode %s', (style, explode, one_, many, members) => {
    const given = ['v', list, object].map((value) => inQuery(parameter({ style, explode }), value));
    expect(given).toEqual([one_, many, members]);
  });

  test.each<[string, boolean, string, string, string]>([
    ['simple', false, 'v', 'a,b%20c', 'x,1,y,b%26c'],
    ['simple', true, 'v', 'a,b%20c', 'x=1,y=b%26c'],
    ['label', false, '.v', '.a,b%20c', '.x,1,y,b%26c'],
    ['label', true, '.v', '.a.b%20c', '.x=1.y=b%26c'],
    ['matrix', false, ';p=v', ';p=a,b%20c', ';p=x,1,y,b%26c'],
    ['matrix', true, ';p=v', ';p=a;p=b%20c', ';x=1;y=b%26c'],
  ])('path, %s, explode %s', (style, explode, one_, many, members) => {
    const given = ['v', list, object].map((value) => inPath(parameter({ in: 'path', style, explode }), value));
    expect(given).toEqual([one_, many, members]);
  });

  test('header, cookie, JSON and reserved characters', () => {
    expect(inHeader(parameter({ in: 'header', explode: true }), object)).toBe('x=1,y=b&c');
    expect(inHeader(parameter({ in: 'header', explode: false }), list)).toBe('a,b c');
    expect(inCookie(parameter({ in: 'cookie' }), 'a;b')).toBe('p=a%3Bb');
    expect(inQuery(parameter({ isJson: true }), { a: [1] })).toBe('p=%7B%22a%22%3A%5B1%5D%7D');
    expect(inQuery(parameter({ allowReserved: true }), 'a/b?c=d&e#f+g')).toBe('p=a/b?c=d%26e%23f%2Bg');
  });

  test('no value breaks out of its place in the query, nor out of its segment of the path', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.string()),
      fc.dictionary(fc.string({ minLength: 1 }), fc.string()),
    );
    const style = fc.constantFrom('form', 'spaceDelimited', 'pipeDelimited', 'deepObject');
    fc.assert(
      fc.property(value, style, fc.boolean(), fc.boolean(), (given, used, explode, allowReserved) => {
        const query = inQuery(parameter({ style: used, explode, allowReserved }), given);
        const url = new URL(`http://a/x?${query}&last=1#f`);
        expect([url.pathname, url.hash, url.searchParams.getAll('last').at(-1)]).toEqual(['/x', '#f', '1']);
        const segment = inPath(parameter({ in: 'path', style: 'simple', explode }), given);
        expect(segment).not.toMatch(/[/?#\\]/);
      }),
    );
  });
});
