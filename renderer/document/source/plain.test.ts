import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { withDescriptions, withoutComments } from './plain.ts';
import { parseSource } from './source.ts';

function sourceOf(text: string) {
  const opened = parseSource(text);
  if (!opened.ok) throw new Error(opened.problem);
  return opened.source;
}

const space = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\n  ',
  '\r\n',
  ' // a "note", with more }\n',
  '/* , */',
  '\n  /* two\n lines */\n',
);
const value = fc.oneof(
  fc.constantFrom('1', '"// no"', '"/* no */"', '",}"', 'null', '{}', '[]'),
  fc.constant('"\\"//"'),
);

test('a text without its comments says the same, as plain JSON', () => {
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 5 }),
      fc.infiniteStream(space),
      fc.boolean(),
      (values, stream, hasComma) => {
        const next = (): string => stream.next().value;
        const members = values.map((each, index) => `${next()}"k${index}"${next()}:${next()}${each}${next()}`);
        const last = hasComma && members.length > 0 ? ',' : '';
        const text = `${next()}{${members.join(',')}${last}${next()}}${next()}`;
        expect(JSON.parse(withoutComments(text))).toEqual(sourceOf(text).document);
      },
    ),
    { numRuns: 2_000 },
  );
});

const text = `{
  // Of the workflow.
  "name": "a",
  "start": "x",
  "steps": {
    // Waits
    // a moment.
    "x": { "type": "wait",   "for": "1s" }, // quickly
    /*
     * Ends.
     */
    "y": { "type": "succeed", "description": "It is over." },
    "z": { "type": "succeed" },
  }
}
`;

test('a line that was only a comment goes; nothing else moves', () => {
  expect(withoutComments(text)).toBe(
    '{\n  "name": "a",\n  "start": "x",\n  "steps": {\n    "x": { "type": "wait",   "for": "1s" },\n' +
      '    "y": { "type": "succeed", "description": "It is over." },\n    "z": { "type": "succeed" }\n  }\n}\n',
  );
});

test('a comment before a step becomes what its description says', () => {
  const kept = withDescriptions(sourceOf(text));
  expect(kept).toContain('"description": "Waits a moment."');
  expect(kept).toContain('"for": "1s"');
  expect(JSON.parse(kept)).toMatchObject({
    steps: { y: { description: 'It is over.\nEnds.' }, z: { type: 'succeed' } },
  });
});
