import { z } from 'zod';
import { activitySettings } from '../activities/settings.ts';
import type { JsonObject } from '../core/json.ts';
import { workerSettings } from '../workers/remote/settings.ts';

/** `sagaloom.config.json`: values of config (DA6) and settings of activities, and what is otherwise in an environment. */
const configValue = z.union([z.string(), z.number(), z.boolean()], {
  error: 'a value of config is a text, a number, true or false',
});

export const settingSections = activitySettings.extend({
  config: z.record(z.string(), configValue).optional().meta({
    description: 'Values of config, by the names workflows declare. An environment variable of the same name wins.',
  }),
  workers: workerSettings.optional().meta({ description: 'Of workers elsewhere.' }),
});

export const configFileSchema = settingSections
  .extend({
    $schema: z.string().optional().meta({ description: 'For editors: the JSON Schema of this file.' }),
    environments: z
      .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/), settingSections)
      .optional()
      .meta({
        description:
          'What is otherwise in an environment, chosen by --env NAME or SAGALOOM_ENV: what it names replaces what stands above, name by name.',
      }),
  })
  .meta({ title: 'Settings of a Sagaloom workspace' });

const CONFIG_SCHEMA_ID = 'urn:sagaloom:schema:config:v1';

/** The published JSON Schema (2020-12) of the file, for editors; made of the schema the code goes by. */
export function configJsonSchema(): JsonObject {
  const { $schema, ...schema } = z.toJSONSchema(configFileSchema, { target: 'draft-2020-12', io: 'input' });
  return JSON.parse(JSON.stringify({ $schema, $id: CONFIG_SCHEMA_ID, ...schema })) as JsonObject;
}
