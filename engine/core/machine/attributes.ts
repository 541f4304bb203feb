/** Search attributes: what a run is found by. Evaluated anew whenever a variable of the run was assigned. */
import type { SearchAttribute } from '../definition/document.ts';
import { evaluateTemplate, type Entropy } from '../expression/index.ts';
import { type Json, type JsonObject, put, sameJson } from '../json.ts';
import { type Decision, scopeOf } from './decision.ts';
import { ROOT } from './frames.ts';
import type { AttributeNode, Program } from './program.ts';

/** One that cannot be told, or is of another type, is null: a run must not fail because nobody could find it. */
export async function attributesOf(
  { attributes }: Pick<Program, 'attributes'>,
  scope: JsonObject,
  entropy: Entropy,
): Promise<JsonObject> {
  const values: Record<string, Json> = {};
  for (const node of attributes) put(values, node.name, await valueOf(node, scope, entropy));
  return values;
}

async function valueOf({ type, value }: AttributeNode, scope: JsonObject, entropy: Entropy): Promise<Json> {
  const given = await evaluateTemplate(value, scope, entropy);
  return given.ok && isOf[type](given.value) ? given.value : null;
}

const isOf: Readonly<Record<SearchAttribute['type'], (value: Json) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  datetime: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
};

/** A variable of the run was assigned since they were last evaluated. */
export function haveAttributesChanged({ program, state, attributesFor }: Decision): boolean {
  const vars = state.frames[ROOT]?.vars;
  return program.attributes.length > 0 && !state.ended && vars !== undefined && vars !== attributesFor;
}

export async function refreshAttributes(decision: Decision): Promise<void> {
  const { program, state } = decision;
  decision.attributesFor = state.frames[ROOT]?.vars;
  const values = await attributesOf(program, scopeOf(state, ROOT), decision.entropy());
  if (!sameJson(values, state.attributes)) decision.emit({ type: 'AttributesSet', values });
}
