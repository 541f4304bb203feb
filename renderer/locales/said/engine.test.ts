import { expect, test } from 'vitest';
import { environmentError } from '../../../engine/node/failure.ts';
import { Importing } from '../../../engine/traces/import/importing.ts';
import { variablesOf } from '../../../engine/telemetry/out/variables.ts';
import { saidByEngine } from './engine.ts';

const sink = { write: () => {}, settle: () => {} };

/** Why a file could not be read, or a span of it. */
function whyNot(text: string): string | null {
  const importing = new Importing(sink);
  try {
    importing.push(Buffer.from(text));
    return importing.end() ?? importing.why;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const request = (span: object): string =>
  JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'a', ...span }] }] }] });
const [traceId, spanId] = ['a'.repeat(32), 'b'.repeat(16)];

const files: readonly string[] = [
  '',
  'hello',
  '{"resourceSpans":[{',
  '{"resourceSpans" []}',
  '{"resourceSpans":[] "x":1}',
  '{5:1}',
  request({ spanId }),
  request({ traceId }),
  request({ traceId: 'x', spanId }),
  request({ traceId, spanId: '00' }),
  request({ traceId, spanId, parentSpanId: 'q' }),
  request({ traceId, spanId, startTimeUnixNano: 'soon' }),
  '{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"\\q"}]}]}]}',
];

const environment = { A: 'x', B: 'x', C: 'x', D: 'x', E: 'x' };
const lines: string[] = [];
const read = variablesOf(environment, (line) => lines.push(line));
read.oneOf('A', ['a', 'b'], 'a');
read.number('B', { least: 1, most: 9, whole: true }, 5);
read.flag('C');
read.pairs('D');
read.url('E');

const codes = ['SQLITE_FULL', 'EACCES', 'SQLITE_CORRUPT', 'SQLITE_BUSY', 'ENOENT', 'EIO'];
const refusals = codes.map((code) => {
  const told = environmentError(Object.assign(new Error(code), { code }), '/data/runs.db');
  return told instanceof Error ? told.message : '';
});

const others = [
  'Port 4318 is in use: stop what has it, or choose another.',
  'http://127.0.0.1:4318/v1/traces could not be reached: connect ECONNREFUSED 127.0.0.1:4318.',
  'http://127.0.0.1:4318/v1/traces could not be reached: no answer within 10000 ms.',
  'http://127.0.0.1:4318/v1/traces answered 401: who are you.',
  '3 of 10 were refused.',
];

test.each([...files.map((text) => whyNot(text) ?? `nothing is wrong with ${text}`), ...lines, ...refusals, ...others])(
  '%s',
  (sentence) => {
    expect(saidByEngine(sentence, 'en')).toBe(sentence);
    const words = saidByEngine(sentence, 'zh');
    expect(words).toMatch(/[\u4e00-\u9fff]/);
    expect(words).not.toMatch(/\$\d|undefined|[a-z]+ [a-z]+ [a-z]+ [a-z]+/i);
  },
);
