import { expressionSource, isExpression, isObject, type Json } from '@sagaloom/engine/core';

/** The value as one expression: a literal becomes the same literal in JSONata, expressions within it become parts of it. */
export function toExpression(value: Json | undefined): string {
  if (typeof value === 'string' && isExpression(value)) return value;
  return value === undefined || value === '' ? '{%  %}' : `{% ${asSource(value)} %}`;
}

function asSource(value: Json): string {
  if (typeof value === 'string') return expressionSource(value)?.trim() || JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(asPart).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${asPart(part)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** A comma or an assignment in a part would end it. */
function asPart(value: Json): string {
  const source = asSource(value);
  return typeof value === 'string' && /[,;]|:=|\?/.test(expressionSource(value) ?? '') ? `(${source})` : source;
}

export type Literal = { readonly isKept: true; readonly value: Json } | { readonly isKept: false };

/** What an expression says by itself, when it says nothing but a value. */
export function toLiteral(text: string): Literal {
  const source = expressionSource(text)?.trim();
  if (source === undefined) return { isKept: true, value: text };
  const quoted = /^'((?:[^'\\]|\\.)*)'$/.exec(source)?.[1];
  try {
    const json = quoted === undefined ? source : JSON.stringify(quoted.replaceAll("\\'", "'"));
    return { isKept: true, value: JSON.parse(json) as Json };
  } catch {
    return { isKept: false };
  }
}

/** Marks that were begun by hand in a literal: `{%` makes an expression of what follows. Null where there are none. */
export function begunExpression(typed: string): string | null {
  if (!typed.trimStart().startsWith('{%')) return null;
  const text = typed.trim();
  if (isExpression(text)) return text;
  return `{% ${text.slice(2).trimStart()} %}`;
}

/** Where the source stands in the text of an expression, white space beside the marks left out; null for any other text. */
export function sourceRange(text: string): { readonly from: number; readonly to: number } | null {
  if (!text.startsWith('{%')) return null;
  const end = text.length >= 4 && text.endsWith('%}') ? text.length - 2 : text.length;
  return { from: 2, to: end };
}
