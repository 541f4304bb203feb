/** The activities that come with the engine: one folder each, with its schemas, its docs and its code. */
import type { Activity } from './activity.ts';
import { grpcActivity } from './grpc/index.ts';
import { fileActivity } from './file/index.ts';
import { httpActivity } from './http/index.ts';
import { logActivity } from './log/index.ts';
import { openapiActivity } from './openapi/index.ts';
import { publishActivity } from './publish/index.ts';
import { scriptActivity } from './script/index.ts';
import { shellActivity } from './shell/index.ts';
import { sqlActivity } from './sql/index.ts';
import { transformActivity } from './transform/index.ts';

export type { Activity } from './activity.ts';
export { noPlace, type PlaceNow } from './place.ts';
export { localActivities } from './port.ts';
export { activitiesIn, type Workforce, workforce, type WorkSource } from './sources.ts';

/** In the order in which people look for them. */
const all: readonly Activity[] = [
  httpActivity,
  openapiActivity,
  grpcActivity,
  sqlActivity,
  publishActivity,
  fileActivity,
  scriptActivity,
  transformActivity,
  shellActivity,
  logActivity,
];

export const builtinActivities: ReadonlyMap<string, Activity> = new Map(
  all.map((activity) => [activity.name, activity]),
);
