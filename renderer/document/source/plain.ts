/** A text made plain JSON: comments taken out, and commas before a closing bracket. The rest stays as it is written. */
import { isObject } from '@sagaloom/engine/core';
import { type Editable, type EditableObject, isEditableObject } from '../draft.ts';
import { outlineOf } from '../outline.ts';
import { readAt, writeAt } from '../pointer.ts';
import { membersOf } from './members.ts';
import { retext } from './retext.ts';
import { placeOf } from './scan.ts';
import { parseSource, type Source } from './source.ts';

const tokens = /"(?:[^"\\]|\\.)*"|\/\/[^\n\r]*|\/\*[\s\S]*?\*\//g;

/** A comment that has its lines for itself goes with them. */
export function withoutComments(text: string): string {
  let result = '';
  let from = 0;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token.startsWith('"')) continue;
    const before = result + text.slice(from, index);
    const end = index + token.length;
    const lineEnd = /^[ \t]*(?:\r\n|\r|\n)/.exec(text.slice(end, end + 400))?.[0];
    const isAlone = lineEnd !== undefined && /(?:^|[\n\r])[ \t]*$/.test(before.slice(-400));
    result = isAlone ? before.replace(/[ \t]*$/, '') : before.replace(/[ \t]+$/, '');
    from = isAlone ? end + lineEnd.length : end;
  }
  return withoutLastCommas(result + text.slice(from)).replace(/^\uFEFF/, '');
}

const withoutLastCommas = (text: string): string =>
  text.replaceAll(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g, (token) => (token === ',' ? '' : token));

/** The same, with each comment before a step kept as the step's description. */
export function withDescriptions(source: Source): string {
  const plain = parseSource(withoutComments(source.text));
  if (!plain.ok) return source.text;
  const document = JSON.parse(JSON.stringify(plain.source.document)) as EditableObject;
  for (const [id, { path, words }] of commentsBeforeSteps(source)) {
    const step = readAt(document, [...path, id]) as Editable | undefined;
    if (isEditableObject(step)) writeAt(document, [...path, id], described(step, words));
  }
  return retext(plain.source, document);
}

/** After what the step is and is called. */
function described(step: EditableObject, words: string): EditableObject {
  const { type, name, description, ...rest } = step;
  const whole = typeof description === 'string' && description !== '' ? `${description}\n${words}` : words;
  return {
    ...(type === undefined ? {} : { type }),
    ...(name === undefined ? {} : { name }),
    description: whole,
    ...rest,
  };
}

interface Comment {
  /** Of the `steps` the step is in. */
  readonly path: readonly string[];
  readonly words: string;
}

function commentsBeforeSteps({ text, document }: Source): ReadonlyMap<string, Comment> {
  const found = new Map<string, Comment>();
  for (const { path: block, block: held } of outlineOf(document).blocks.values()) {
    const path = [...block, 'steps'];
    const place = placeOf(text, path);
    const members = place && isObject(held.steps) ? membersOf(place.value, held.steps, text) : null;
    for (const { key, lead } of members?.list ?? []) {
      const words = wordsOf(lead);
      if (key !== null && words !== '') found.set(key, { path, words });
    }
  }
  return found;
}

/** What comments say, without their marks. */
function wordsOf(lead: string): string {
  const comments = lead.match(/\/\/[^\n\r]*|\/\*[\s\S]*?\*\//g) ?? [];
  return comments
    .flatMap((comment) => comment.replace(/^\/\/|^\/\*+|\*\/$/g, '').split(/\r\n|\r|\n/))
    .map((line) => line.replace(/^\s*\*?\s*|\s+$/g, ''))
    .filter((line) => line !== '')
    .join(' ');
}
