import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileKind, kindByName, kindOfText } from './file-kind.ts';

const otlp = '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c"}]}]}]}';
const jaeger = '{"data":[{"traceID":"0af7651916cd43dd8448eb211c80319c","spans":[]}],"total":0}';

test('a name says what a file is, where it can', () => {
  expect(kindByName('order.saga.json')).toBe('workflow');
  expect(kindByName('Day.JSONL')).toBe('traces');
  expect(kindByName('day.ndjson')).toBe('traces');
  expect(kindByName('day.json.gz')).toBe('traces');
  expect(kindByName('day.json')).toBeNull();
  expect(kindByName('notes.txt')).toBe('workflow');
});

test('traces are known by the names at their top, in each of the formats', () => {
  const single = '{"traceID":"0af7651916cd43dd8448eb211c80319c","spans":[]}';
  const all = [otlp, jaeger, single, `[${single}]`, '{"batches":[]}', `\uFEFF ${otlp}`, '{"resource_spans":[]}'];
  expect(all.filter((text) => kindOfText(text) !== 'traces')).toEqual([]);
});

test('a workflow that sends traces somewhere is still a workflow', () => {
  const step = { type: 'task', with: { body: { resourceSpans: [], traceId: '1', data: [] } } };
  const all = [
    { sagaloom: 1, name: 'sender', start: 'a', steps: { a: step } },
    { steps: { a: step }, name: 'sender' },
    { description: 'says "resourceSpans": [ in its words', start: 'a' },
    { data: [1, 2], name: 'not said' },
  ];
  expect(all.filter((document) => kindOfText(JSON.stringify(document)) !== 'workflow')).toEqual([]);
});

test('where a text is cut makes no difference once its first name is in sight', () => {
  const whole = `{"resourceSpans":[{"resource":{"attributes":[{"key":"a\\"}{[","value":{"stringValue":"x"}}]},${' '.repeat(40)}`;
  fc.assert(
    fc.property(fc.integer({ min: 17, max: whole.length }), (end) => kindOfText(whole.slice(0, end)) === 'traces'),
  );
});

test('any text at all is one or the other', () => {
  fc.assert(fc.property(fc.string(), (text) => ['traces', 'workflow'].includes(kindOfText(text))));
});

test('only the beginning of a file is read', async () => {
  const file = new File([otlp.slice(0, 40), new Uint8Array(200_000)], 'big.json');
  expect(await fileKind(file)).toBe('traces');
});

const cases = path.resolve(import.meta.dirname, '../../../../shared/conformance/otlp-traces');
const files = existsSync(cases) ? globSync('{jaeger-ui,synthetic}/*.json', { cwd: cases }) : [];
if (files.length === 0)
  console.warn('SKIPPED: the open set of OTLP and Jaeger files is not here; what files are is tried on our own alone');

test.skipIf(files.length === 0)('each file of the open set is known', () => {
  const unknown = files.filter(
    (name) => kindOfText(readFileSync(path.join(cases, name), 'utf8').slice(0, 65_536)) !== 'traces',
  );
  expect(unknown).toEqual([]);
});

test('each example is a workflow by what it says alone', () => {
  const examples = path.join(import.meta.dirname, '../../../examples');
  const texts = globSync('*/*.saga.json', { cwd: examples }).map((name) =>
    readFileSync(path.join(examples, name), 'utf8'),
  );
  expect(texts.length).toBeGreaterThan(5);
  expect(texts.map((text) => kindOfText(text.slice(0, 65_536)))).toEqual(texts.map(() => 'workflow'));
});
