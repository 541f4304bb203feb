import { refuse } from '../problem.ts';
import { wellFormed } from '../text.ts';
import type { Element } from './xmlTree.ts';

/** `indent`: spaces a level; an element that has text beside others is left on one line, where spaces would be part of it. */
export function xmlText(root: Element, indent: number): string {
  const pieces: string[] = [];
  write(root, 0);
  return pieces.join('');

  function write({ name, attributes, children }: Element, level: number): void {
    pieces.push(`<${checkedName(name)}`);
    const seen = new Set<string>();
    for (const [attribute, value] of attributes) {
      if (seen.has(attribute)) refuse('value', `An element has the attribute "${attribute}" twice.`);
      seen.add(attribute);
      pieces.push(
        ` ${checkedName(attribute)}="${escaped(value).replaceAll(/["\t\n]/g, (found) => `&#${found.codePointAt(0) ?? 0};`)}"`,
      );
    }
    if (children.length === 0) return void pieces.push('/>');
    pieces.push('>');
    const isApart = indent > 0 && children.every((child) => typeof child !== 'string');
    for (const child of children) {
      if (isApart) pieces.push('\n', ' '.repeat(indent * (level + 1)));
      if (typeof child === 'string') pieces.push(escaped(child));
      else write(child, isApart ? level + 1 : level);
    }
    if (isApart) pieces.push('\n', ' '.repeat(indent * level));
    pieces.push(`</${name}>`);
  }
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** A carriage return would be read as a line feed. */
function escaped(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.exec(wellFormed(text))?.[0];
  if (forbidden !== undefined)
    refuse('value', `A text holds the character ${forbidden.codePointAt(0) ?? 0}, which XML cannot hold.`);
  return text.replaceAll(/[&<>\r]/g, (found) => marks[found] ?? found);
}

const NAME_START = String.raw`:_\p{L}\u{370}-\u{37D}\u{37F}-\u{1FFF}`;
const xmlName = new RegExp(`^[${NAME_START}][${NAME_START}\\p{N}\\p{M}.\\-·]*$`, 'u');

const checkedName = (name: string): string =>
  xmlName.test(name) ? name : refuse('value', `"${name.slice(0, 60)}" cannot be a name in XML.`);
