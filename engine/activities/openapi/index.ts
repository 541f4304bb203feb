import { defineActivity } from '../activity.ts';
import { lazily } from '../lazily.ts';
import { openapiDocs, openapiExamples } from './docs.ts';
import { openapiInput, openapiOutput } from './schema.ts';

export const openapiActivity = defineActivity({
  name: 'openapi',
  summary: 'Calls an operation of an OpenAPI document.',
  docs: openapiDocs,
  examples: openapiExamples,
  category: 'network',
  icon: 'M5.5 2.5h-1.5a1.5 1.5 0 0 0-1.5 1.5v2.5l-1 1.5l1 1.5v2.5a1.5 1.5 0 0 0 1.5 1.5h1.5 M10.5 2.5h1.5a1.5 1.5 0 0 1 1.5 1.5v2.5l1 1.5l-1 1.5v2.5a1.5 1.5 0 0 1-1.5 1.5h-1.5 M5.5 8h5 M8.5 6l2 2l-2 2',
  input: openapiInput,
  output: openapiOutput,
  ...lazily(() => import('./perform.ts')),
});
