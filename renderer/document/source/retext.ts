import type { Json } from '@sagaloom/engine/core';
import { visit } from 'jsonc-parser';
import type { Draft } from '../draft.ts';
import { type Format, formatOf, printed, printedInline } from './format.ts';
import { isTree, type Member, type Members, membersOf, type Tree } from './members.ts';
import { isSame } from './same.ts';
import { type Range, rootOf } from './scan.ts';
import type { Source } from './source.ts';

/** What a source becomes when its document is `document`: whatever says the same still stands as it stood, comments and all. */
export function retext(source: Source, document: Draft): string {
  if (isSame(source.document, document)) return source.text;
  const { text } = source;
  const root = rootOf(text);
  const body = rewritten(root, source.document, document, '', { text, format: formatOf(text) });
  return text.slice(0, root.from) + body + text.slice(root.to);
}

/** Comments that are in one text and no longer in the other: people are told before they are gone. */
export function lostComments(before: string, after: string): readonly string[] {
  const left = commentsIn(after);
  return commentsIn(before).filter((comment) => {
    const at = left.indexOf(comment);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

export function commentsIn(text: string): string[] {
  const found: string[] = [];
  visit(text, { onComment: (offset, length) => found.push(text.slice(offset, offset + length).trim()) });
  return found;
}

interface Writing {
  readonly text: string;
  readonly format: Format;
}

/** One value, in its old dress as far as it fits. `indent` is that of its line. */
function rewritten(range: Range, before: Json, after: Json, indent: string, writing: Writing): string {
  const { text, format } = writing;
  const written = text.slice(range.from, range.to);
  if (isSame(before, after)) return written;
  const members = membersOf(range, before, text);
  if (!members || !isTree(after) || Array.isArray(before) !== Array.isArray(after)) {
    const isInline = isTree(before) && Object.keys(before).length > 0 && !written.includes('\n');
    return isInline ? printedInline(after) : printed(after, format, indent);
  }
  const wanted = Array.isArray(after)
    ? paired(members.list, after as readonly Json[])
    : named(members.list, after as Tree);
  const [open, close] = Array.isArray(after) ? ['[', ']'] : ['{', '}'];
  return open + inside(members, wanted, indent, writing) + close;
}

/** What is to be written, and what it was; null for what is new. */
interface Wanted {
  readonly key: string | null;
  readonly value: Json;
  readonly was: Member | null;
}

function named(old: readonly Member[], after: Tree): readonly Wanted[] {
  const byKey = new Map(old.map((member) => [member.key, member]));
  const gone = old.filter(({ key }) => key !== null && !Object.hasOwn(after, key));
  return Object.entries(after).map(([key, value]) => {
    const known = byKey.get(key);
    if (known) return { key, value, was: known };
    // What only got another name is still what it was.
    const at = isTree(value) ? gone.findIndex((member) => isSame(member.value, value)) : -1;
    return { key, value, was: at < 0 ? null : (gone.splice(at, 1)[0] ?? null) };
  });
}

/** Items that are the same at the beginning and at the end are those; the ones between follow each other. */
function paired(old: readonly Member[], after: readonly Json[]): readonly Wanted[] {
  const least = Math.min(old.length, after.length);
  let head = 0;
  while (head < least && isSame(old[head]?.value, after[head])) head += 1;
  let tail = 0;
  while (tail < least - head && isSame(old.at(-1 - tail)?.value, after.at(-1 - tail))) tail += 1;
  return after.map((value, index) => {
    const left = after.length - index;
    const at = left <= tail ? old.length - left : index < old.length - tail ? index : -1;
    return { key: null, value, was: old[at] ?? null };
  });
}

interface Part extends Pick<Member, 'lead' | 'trail' | 'after'> {
  readonly body: string;
  /** It was the first of its members; null for what is new. */
  readonly wasFirst: boolean | null;
}

function inside(members: Members, wanted: readonly Wanted[], indent: string, writing: Writing): string {
  const style = styleOf(members, indent, writing.format);
  if (wanted.length === 0) return /\S/.test(members.closing) ? members.closing : '';
  const parts = wanted.map(({ key, value, was }): Part => {
    if (!was)
      return { lead: style.lead, body: style.label(key) + style.print(value), trail: '', after: '', wasFirst: null };
    const body = relabelled(was, key) + rewritten(was.range, was.value, value, style.indent, writing);
    return { lead: was.lead, body, trail: was.trail, after: was.after, wasFirst: was === members.list[0] };
  });
  const comma = members.hasLastComma ? ',' : '';
  const last = parts.length - 1;
  const pieces = parts.map((part, at) => placed(part, at, at === last ? comma : ',', style));
  return joined([...pieces, style.closing], writing.format.eol);
}

/** Nothing follows a line comment on its line. */
function joined(pieces: readonly string[], eol: string): string {
  const parts: string[] = [];
  let line = '';
  for (const piece of pieces) {
    const isCut = line.includes('//') && endsInComment(line) && !/^[ \t]*[\n\r]/.test(piece);
    parts.push(isCut ? eol + piece : piece);
    const last = piece.lastIndexOf('\n');
    line = last >= 0 ? piece.slice(last + 1) : isCut ? piece : line + piece;
  }
  return parts.join('');
}

function endsInComment(line: string): boolean {
  const bare = line.replaceAll(/"(?:[^"\\]|\\.)*"|\/\*.*?\*\//g, '');
  return bare.includes('//');
}

const relabelled = ({ key, label }: Member, name: string | null): string =>
  name === null || name === key ? label : label.replace(/^"(?:[^"\\]|\\.)*"/, () => JSON.stringify(name));

/** A comma goes before a comment that would swallow it. */
function placed({ lead, body, trail, after, wasFirst }: Part, at: number, comma: string, style: Style): string {
  const isPlain = !/\S/.test(lead);
  const isInPlace = wasFirst === (at === 0);
  const before = isInPlace
    ? lead
    : style.isInline && isPlain
      ? at === 0
        ? style.opening
        : style.lead
      : isPlain && lead === ''
        ? style.lead
        : lead;
  const [left, right] = endsInComment(trail.slice(trail.lastIndexOf('\n') + 1)) ? ['', trail] : [trail, ''];
  return before + body + left + comma + right + after;
}

/** How a container is written, for what is new in it. */
interface Style {
  /** On one line. */
  readonly isInline: boolean;
  /** Before a member, and before the first of those on one line. */
  readonly lead: string;
  readonly opening: string;
  readonly closing: string;
  /** Of its members' lines. */
  readonly indent: string;
  readonly label: (key: string | null) => string;
  readonly print: (value: Json) => string;
}

function styleOf({ list, closing }: Members, indent: string, format: Format): Style {
  const [first, second] = list;
  const isInline = first !== undefined && !list.some(({ lead }) => lead.includes('\n'));
  const broken = list.find(({ lead }) => /\n[ \t]*$/.test(lead));
  const inner = broken ? (/[ \t]*$/.exec(broken.lead)?.[0] ?? '') : indent + format.unit;
  const colon = first && first.key !== null ? first.label.slice(JSON.stringify(first.key).length) : '';
  const spaced = colon.trim() === ':' ? colon : ': ';
  return {
    isInline,
    lead: isInline ? (second && !/\S/.test(second.lead) ? second.lead : ' ') : format.eol + inner,
    opening: first && !/\S/.test(first.lead) ? first.lead : '',
    closing: first ? closing : format.eol + indent,
    indent: isInline ? indent : inner,
    label: (key) => (key === null ? '' : JSON.stringify(key) + spaced),
    print: (value) => (isInline ? printedInline(value) : printed(value, format, inner)),
  };
}
