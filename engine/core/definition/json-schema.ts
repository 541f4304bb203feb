import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import { documentSchema, SCHEMA_ID } from './document.ts';

/** The published JSON Schema (2020-12) of a document, for editors and other tools; made of the schema the code goes by. */
export function documentJsonSchema(): JsonObject {
  const { $schema, ...schema } = z.toJSONSchema(documentSchema, { target: 'draft-2020-12', io: 'input' });
  return named(JSON.parse(JSON.stringify({ $schema, $id: SCHEMA_ID, ...schema })) as JsonObject);
}

/** The recursive parts come without names: any JSON, once for each use, and the steps of a block. Equal ones become one. */
function named(schema: JsonObject): JsonObject {
  let text = JSON.stringify(schema);
  for (const [name, part] of Object.entries(schema['$defs'] ?? {})) {
    if (!name.startsWith('__')) continue;
    const readable = JSON.stringify(part).includes('#/$defs/Task') ? 'Steps' : 'Json';
    text = text.replaceAll(`"${name}"`, `"${readable}"`).replaceAll(`/${name}"`, `/${readable}"`);
  }
  return JSON.parse(text) as JsonObject;
}
