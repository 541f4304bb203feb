import type { ActivityInfo } from '../../contract/types.ts';
import { isObject, type Json } from '../../core/json.ts';
import { typeOfSchema } from '../../workers/code/types/print.ts';

const MAX_DEPTH = 3;

/** An activity as a page of Markdown: all that is known of it, from its one source. */
export function activityPage(info: ActivityInfo): string {
  const { name, summary, docs, unverified, problem } = info;
  const notes = [
    ...(problem === null ? [] : [`> **It cannot be run.** ${problem}`]),
    ...(unverified === null ? [] : [`> **Unverified.** ${unverified}`]),
  ];
  const parts = [`# ${name}`, summary, ...notes, docs, ...inputPart(info), ...outputPart(info), ...examplesPart(info)];
  return parts.filter((part) => part.trim() !== '').join('\n\n');
}

function inputPart({ input }: ActivityInfo): readonly string[] {
  const rows = rowsOf(input, '', 0);
  if (rows.length === 0) return ['## Input', code(typeOfSchema(input), 'ts')];
  const head = '| field | type | required | what it is |\n| --- | --- | --- | --- |';
  return ['## Input', [head, ...rows].join('\n')];
}

const outputPart = ({ output }: ActivityInfo): readonly string[] => ['## Output', code(typeOfSchema(output), 'ts')];

function examplesPart({ name, examples }: ActivityInfo): readonly string[] {
  if (examples.length === 0) return [];
  const shown = examples.map(({ title, with: given }) => {
    const step = { type: 'task', activity: name, with: given };
    return `${title}:\n\n${code(JSON.stringify(step, null, 2), 'json')}`;
  });
  return ['## Examples', ...shown];
}

const code = (text: string, language: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

/** Of a plain object its fields, and theirs; what is a choice of objects is one type. */
function rowsOf(schema: Json, path: string, depth: number): readonly string[] {
  if (!isObject(schema) || !isObject(schema['properties']) || depth >= MAX_DEPTH) return [];
  const required = Array.isArray(schema['required']) ? (schema['required'] as readonly Json[]) : [];
  return Object.entries(schema['properties']).flatMap(([name, field]) => {
    const inner = rowsOf(field, `${path}${name}.`, depth + 1);
    const type = inner.length > 0 ? 'object' : shortType(field);
    const about = isObject(field) && typeof field['description'] === 'string' ? field['description'] : '';
    const cells = [`\`${path}${name}\``, `\`${type}\``, required.includes(name) ? 'yes' : '', about];
    return [`| ${cells.map(cell).join(' | ')} |`, ...inner];
  });
}

const MOST_WORDS = 12;

/** In a few words; what is any JSON, or too much to say in a cell, is `JSON`. */
function shortType(schema: Json): string {
  if (!isObject(schema)) return 'JSON';
  const { type, items, additionalProperties } = schema;
  if (schema['const'] !== undefined) return JSON.stringify(schema['const']);
  if (Array.isArray(schema['enum']))
    return eitherOf((schema['enum'] as readonly Json[]).map((one) => JSON.stringify(one)));
  const choice = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(choice)) return eitherOf((choice as readonly Json[]).map(shortType));
  if (type === 'array') return `list of ${shortType(items ?? true)}`;
  if (type === 'object')
    return isObject(additionalProperties ?? null) ? `object of ${shortType(additionalProperties ?? true)}` : 'object';
  return typeof type === 'string' ? type : 'JSON';
}

function eitherOf(words: readonly string[]): string {
  const unique = [...new Set(words)];
  return unique.includes('JSON') || unique.length > MOST_WORDS ? 'JSON' : unique.join(' | ');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
