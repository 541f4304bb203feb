import { z } from 'zod';
import type { ActivityInfo } from '../contract/types.ts';
import type { Json } from '../core/json.ts';
import type { ActivityAbout } from './activity.ts';

/** As screens and scripts read it. */
export function activityInfo(about: ActivityAbout, source: ActivityInfo['source']): ActivityInfo {
  const { name, summary, docs, examples, category, icon, unverified = null, input, output } = about;
  return {
    name,
    summary,
    input: jsonSchemaOf(input, 'input'),
    output: jsonSchemaOf(output, 'output'),
    source,
    docs,
    examples,
    category,
    icon,
    unverified,
    problem: null,
  };
}

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io, target: 'draft-2020-12' }))) as Json;
}
