import type { Json } from '../../../core/json.ts';

/** One token at a time: a brace, a comma, a text in quotes, or one without. Bounds (`[2:3]=`) that may stand before are left out. */
const token = /[{},]|"((?:[^"\\]|\\[\s\S])*)"|([^{},"]+)/g;

/** PostgreSQL's `{1,{2,NULL},"a b"}`, of any depth. */
export function arrayOf(source: string, element: (text: string) => Json): Json {
  const outer: Json[][] = [[]];
  const text = source.replace(/^(\[[\d:+-]+\])+=/, '');
  for (const [all, inQuotes, plain] of text.matchAll(token)) {
    if (all === '{') outer.push([]);
    else if (all === '}') close(outer);
    else if (inQuotes !== undefined) outer.at(-1)?.push(element(inQuotes.replaceAll(/\\([\s\S])/g, '$1')));
    else if (plain !== undefined) outer.at(-1)?.push(plain === 'NULL' ? null : element(plain));
  }
  return outer[0]?.[0] ?? [];
}

function close(outer: Json[][]): void {
  const inner = outer.pop();
  if (inner !== undefined) outer.at(-1)?.push(inner);
}
