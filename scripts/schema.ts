/**
 * Writes the JSON Schemas in engine/schema/ from the schemas the code goes by, and docs/diagnostics.md from the compiler's codes. Tests
 * say when this was forgotten.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { diagnosticsPage } from '../engine/core/compile/testing/page.ts';
import { documentJsonSchema } from '../engine/core/definition/json-schema.ts';
import { configJsonSchema } from '../engine/server/config-schema.ts';
import { inRoot } from './root.ts';

const files = {
  [inRoot('engine', 'schema', 'saga.v1.schema.json')]: `${JSON.stringify(documentJsonSchema(), null, 2)}\n`,
  [inRoot('engine', 'schema', 'config.v1.schema.json')]: `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
  [inRoot('docs', 'diagnostics.md')]: diagnosticsPage(),
};

for (const [file, text] of Object.entries(files)) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`Wrote ${path.relative(inRoot(), file)}.`);
}
