import { dateText, jsonOf } from '../forms.ts';
import { MAX_DEPTH } from '../limits.ts';
import type { OptionsOf } from '../options.ts';
import { refuse } from '../problem.ts';
import { isList, isMap, kindOf, type Value } from '../value.ts';

type XmlOptions = OptionsOf<'xml'>;

export interface Element {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** Texts are not empty, and no two stand side by side. */
  readonly children: readonly (Element | string)[];
}

/** `{ name, attributes, children }`: nothing of the order is lost. */
export function treeOf({ name, attributes, children }: Element): Value {
  return new Map<Value, Value>([
    ['name', name],
    ...(attributes.length > 0 ? [['attributes', new Map<Value, Value>(attributes)] as const] : []),
    ...(children.length > 0
      ? [['children', children.map((child) => (typeof child === 'string' ? child : treeOf(child)))] as const]
      : []),
  ]);
}

/** `{ [name]: content }`, where content is a text, or an object of attributes, children by name, and text. */
export const plainOf = (root: Element, options: XmlOptions): Value => new Map([[root.name, contentOf(root, options)]]);

function contentOf({ attributes, children }: Element, options: XmlOptions): Value {
  const { attributes: mark = '@', textName = '#text', lists = [] } = options;
  const elements = children.filter((child) => typeof child !== 'string');
  const text = children.filter((child) => typeof child === 'string').join('');
  if (attributes.length === 0 && elements.length === 0) return text;
  const content = new Map<Value, Value>(attributes.map(([name, value]) => [`${mark}${name}`, value]));
  const byName = Map.groupBy(elements, ({ name }) => name);
  for (const [name, all] of byName) {
    if (content.has(name))
      refuse('parse', `An element and an attribute would both be named "${name}"; choose other attributes.`);
    const values = all.map((each) => contentOf(each, options));
    content.set(name, values.length > 1 || lists.includes(name) ? values : (values[0] ?? null));
  }
  const isSpace = elements.length > 0 && text.trim() === '';
  if (text !== '' && !isSpace) content.set(textName, text);
  return content;
}

/** The element that a value of one of these two forms is. */
export function elementIn(value: Value, options: XmlOptions): Element {
  if (options.order === true) return elementOfTree(value, 0);
  if (!isMap(value))
    return refuse('value', `XML is written of an object with one member, the root; the data is ${kindOf(value)}.`);
  const [root, more] = [...value];
  if (root === undefined || more !== undefined)
    return refuse('value', `XML is written of an object with one member, the root; the data has ${value.size}.`);
  const [name, content] = root;
  if (isList(content)) return refuse('value', 'The root of XML is one element; the data has a list.');
  return elementOfContent(nameIn(name), content, options, 0);
}

function elementOfTree(value: Value, depth: number): Element {
  if (depth > MAX_DEPTH) return refuse('limit', `The data is nested deeper than ${MAX_DEPTH}.`);
  if (!isMap(value))
    return refuse('value', `With order, an element is { name, attributes, children }; there is ${kindOf(value)}.`);
  const odd = [...value.keys()].find((name) => name !== 'name' && name !== 'attributes' && name !== 'children');
  if (odd !== undefined)
    return refuse(
      'value',
      `With order, an element has name, attributes and children; there is "${typeof odd === 'string' ? odd : kindOf(odd)}".`,
    );
  const attributes = value.get('attributes') ?? new Map<Value, Value>();
  const children = value.get('children') ?? [];
  if (!isMap(attributes) || !isList(children))
    return refuse('value', 'With order, attributes are an object and children a list.');
  return {
    name: nameIn(value.get('name') ?? null),
    attributes: Array.from(attributes, ([name, each]) => [nameIn(name), textIn(each)]),
    children: children.map((child) => (isMap(child) ? elementOfTree(child, depth + 1) : textIn(child))),
  };
}

function elementOfContent(name: string, content: Value, options: XmlOptions, depth: number): Element {
  if (depth > MAX_DEPTH) return refuse('limit', `The data is nested deeper than ${MAX_DEPTH}.`);
  if (!isMap(content)) {
    const text = content === null ? '' : textIn(content);
    return { name, attributes: [], children: text === '' ? [] : [text] };
  }
  const { attributes: mark = '@', textName = '#text' } = options;
  const attributes: [string, string][] = [];
  const children: (Element | string)[] = [];
  for (const [key, each] of content) {
    const member = nameIn(key);
    if (member === textName) children.push(textIn(each));
    else if (member.startsWith(mark)) attributes.push([member.slice(mark.length), textIn(each)]);
    else
      for (const one of isList(each) ? each : [each]) children.push(elementOfContent(member, one, options, depth + 1));
  }
  return { name, attributes, children };
}

const nameIn = (value: Value): string =>
  typeof value === 'string' ? value : refuse('value', `A name in XML is ${kindOf(value)}; it has to be a text.`);

function textIn(value: Value): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Date) return dateText(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return refuse('value', `A text in XML would be ${JSON.stringify(jsonOf(value)).slice(0, 60)}, ${kindOf(value)}.`);
}
