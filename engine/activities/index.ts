/** The activities that come with the engine: one folder each, with its schemas and its code. */
import { z } from 'zod';
import type { ActivityInfo } from '../contract/types.ts';
import type { Json } from '../core/json.ts';
import type { Activity } from './activity.ts';
import { httpActivity } from './http/index.ts';
import { logActivity } from './log/index.ts';

export type { Activity } from './activity.ts';
export { activitiesPort } from './port.ts';

export const builtinActivities: ReadonlyMap<string, Activity> = new Map(
  [httpActivity, logActivity].map((activity) => [activity.name, activity]),
);

/** Before a run of this definition begins, so that what its first step takes is the step's own time. */
export async function warmUpFor(definition: object): Promise<void> {
  const text = JSON.stringify(definition); // a name where it means nothing costs some time, and no more
  const used = [...builtinActivities.values()].filter(({ name }) => text.includes(`"activity":"${name}"`));
  await Promise.all(used.flatMap(({ warmUp }) => warmUp?.() ?? []));
}

/** As screens and scripts read them. */
export function activityInfos(activities: ReadonlyMap<string, Activity> = builtinActivities): readonly ActivityInfo[] {
  return [...activities.values()].map(({ name, summary, input, output }) => ({
    name,
    summary,
    input: jsonSchemaOf(input, 'input'),
    output: jsonSchemaOf(output, 'output'),
    source: 'builtin',
  }));
}

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io, target: 'draft-2020-12' }))) as Json;
}
