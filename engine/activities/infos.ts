import { z } from 'zod';
import type { ActivityInfo } from '../contract/types.ts';
import type { Json } from '../core/json.ts';
import type { ActivityAbout } from './activity.ts';

/** As screens and scripts read it. The schemas are made when they are asked for: a run needs those of the activities it names. */
export function activityInfo(about: ActivityAbout, source: ActivityInfo['source']): ActivityInfo {
  const { name, summary, docs, examples, category, icon, unverified = null } = about;
  return {
    name,
    summary,
    get input() {
      return jsonSchemaOf(about.input, 'input');
    },
    get output() {
      return jsonSchemaOf(about.output, 'output');
    },
    source,
    docs,
    examples,
    category,
    icon,
    unverified,
    problem: null,
  };
}

type Direction = 'input' | 'output';

/** Always the same object of a schema: what the compiler found out about it is kept by it. */
const made: Readonly<Record<Direction, WeakMap<z.ZodType, Json>>> = { input: new WeakMap(), output: new WeakMap() };

function jsonSchemaOf(schema: z.ZodType, io: Direction): Json {
  const known = made[io].get(schema);
  if (known !== undefined) return known;
  const json = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io, target: 'draft-2020-12' }))) as Json;
  made[io].set(schema, json);
  return json;
}
