/** Writes engine/schema/saga.v1.schema.json from the schema the code goes by. A test says when this was forgotten. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { documentJsonSchema } from '../engine/core/definition/json-schema.ts';
import { inRoot } from './root.ts';

const file = inRoot('engine', 'schema', 'saga.v1.schema.json');
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(documentJsonSchema(), null, 2)}\n`);
console.log(`Wrote ${path.relative(inRoot(), file)}.`);
