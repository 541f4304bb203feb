import { defineActivity } from '../activity.ts';
import { lazily } from '../lazily.ts';
import { httpDocs, httpExamples } from './docs.ts';
import { httpInput, httpOutput } from './schema.ts';

export const httpActivity = defineActivity({
  name: 'http',
  summary: 'Sends an HTTP request, REST or GraphQL, and reads its answer.',
  docs: httpDocs,
  examples: httpExamples,
  category: 'network',
  icon: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11 M2.5 8h11 M8 2.5c2.5 3 2.5 8 0 11c-2.5-3-2.5-8 0-11',
  input: httpInput,
  output: httpOutput,
  ...lazily(() => import('./perform.ts')),
});
