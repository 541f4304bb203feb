/**
 * Writes the JSON Schemas in engine/schema/ from the schemas the code goes by, docs/diagnostics.md from the compiler's codes, and
 * docs/activities/ from the activities themselves. Tests say when this was forgotten.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { activityInfo } from '../engine/activities/infos.ts';
import { builtinActivities } from '../engine/activities/index.ts';
import { activitiesPages } from '../engine/cli/text/activity-pages.ts';
import { diagnosticsPage } from '../engine/core/compile/testing/page.ts';
import { documentJsonSchema } from '../engine/core/definition/json-schema.ts';
import { configJsonSchema } from '../engine/server/config-schema.ts';
import { inRoot } from './root.ts';

const files = {
  [inRoot('engine', 'schema', 'saga.v1.schema.json')]: `${JSON.stringify(documentJsonSchema(), null, 2)}\n`,
  [inRoot('engine', 'schema', 'config.v1.schema.json')]: `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
  [inRoot('docs', 'diagnostics.md')]: diagnosticsPage(),
  ...Object.fromEntries(
    Object.entries(
      activitiesPages(Array.from(builtinActivities.values(), (each) => activityInfo(each, 'builtin'))),
    ).map(([name, text]) => [inRoot('docs', 'activities', name), text]),
  ),
};

for (const [file, text] of Object.entries(files)) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`Wrote ${path.relative(inRoot(), file)}.`);
}
