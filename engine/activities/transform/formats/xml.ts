import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { OptionsOf } from '../options.ts';
import { guarded, refuse } from '../problem.ts';
import type { Value } from '../value.ts';
import { type Element, elementIn, plainOf, treeOf } from './xmlTree.ts';
import { xmlText } from './xmlText.ts';

type XmlOptions = OptionsOf<'xml'>;

/** Each node is one element, text or piece of CDATA, under its name; attributes are beside it. */
type Node = Readonly<Record<string, unknown>>;

const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: TEXT,
  cdataPropName: CDATA,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false, // see decoded()
  maxNestedTags: 150,
});

export function readXml(text: string, options: XmlOptions): Value {
  refuseDoctype(text);
  const valid = guarded('parse', 'The data is not XML', () => XMLValidator.validate(text));
  if (valid !== true) {
    const { line, col: column, msg } = valid.err;
    refuse('parse', `The data is not XML at line ${line}, column ${column}: ${msg.replace(/\.$/, '')}.`, {
      line,
      column,
    });
  }
  const nodes: unknown = guarded('parse', 'The data is not XML that is read here', (): unknown => parser.parse(text));
  const roots = (Array.isArray(nodes) ? (nodes as Node[]) : []).filter((node) => nameOf(node) !== TEXT);
  const [root] = roots;
  if (root === undefined || roots.length > 1) return refuse('parse', 'The data is not XML: it has to be one element.');
  const element = elementOf(root);
  return options.order === true ? treeOf(element) : plainOf(element, options);
}

/**
 * No entities but the five of XML are known, so none can be expanded, and no file can be asked for. A document that declares some
 * is refused, rather than read as something else.
 */
function refuseDoctype(text: string): void {
  const prolog = /^\uFEFF?(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*/.exec(text)?.[0] ?? '';
  const doctype = /^<!DOCTYPE[^>[]*/i.exec(text.slice(prolog.length))?.[0];
  if (doctype !== undefined && text[prolog.length + doctype.length] === '[') {
    refuse('parse', 'The data has a DOCTYPE with declarations of its own, which are not read here; leave them out.');
  }
}

const nameOf = (node: Node): string => Object.keys(node).find((name) => name !== ATTRIBUTES) ?? '';

function elementOf(node: Node): Element {
  const name = nameOf(node);
  const attributes = Object.entries((node[ATTRIBUTES] ?? {}) as Readonly<Record<string, string>>);
  const children: (Element | string)[] = [];
  for (const child of node[name] as readonly Node[]) {
    const text = textOf(child);
    const last = children.at(-1);
    if (text === null) children.push(elementOf(child));
    else if (typeof last === 'string') children.splice(-1, 1, last + text);
    else if (text !== '') children.push(text);
  }
  return { name, attributes: attributes.map(([attribute, value]) => [attribute, decoded(value)]), children };
}

/** Null: it is an element. */
function textOf(child: Node): string | null {
  if (TEXT in child) return decoded(String(child[TEXT]));
  if (!(CDATA in child)) return null;
  const [inner] = child[CDATA] as readonly Node[];
  const text = inner?.[TEXT];
  return typeof text === 'string' ? text : '';
}

const five: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replaceAll(/&([^;&\s]*);?/g, (whole, name: string) => {
    const known = Object.hasOwn(five, name) ? five[name] : characterOf(name);
    if (known !== undefined && whole.endsWith(';')) return known;
    return refuse(
      'parse',
      `The data has ${whole.slice(0, 40)}, which is no entity of XML; entities of its own are not read.`,
    );
  });
}

function characterOf(name: string): string | undefined {
  const code = /^#x[\da-f]+$/i.test(name)
    ? Number.parseInt(name.slice(2), 16)
    : /^#\d+$/.test(name)
      ? Number(name.slice(1))
      : -1;
  return code > 0 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff) ? String.fromCodePoint(code) : undefined;
}

export function writeXml(value: Value, options: XmlOptions): string {
  const { indent = 0, declaration = true } = options;
  const text = xmlText(elementIn(value, options), indent);
  return declaration ? `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n` : text;
}
