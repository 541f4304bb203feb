import { defineActivity } from '../activity.ts';
import { httpDocs, httpExamples } from './docs.ts';
import { httpInput, httpOutput } from './schema.ts';

/** undici is heavy, and a list of activities needs none of it. */
const load = () => import('./perform.ts');
let performing: ReturnType<typeof load> | null = null;
const loaded = () => (performing ??= load());

export const httpActivity = defineActivity({
  name: 'http',
  summary: 'Sends an HTTP request, REST or GraphQL, and reads its answer.',
  docs: httpDocs,
  examples: httpExamples,
  category: 'network',
  icon: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11 M2.5 8h11 M8 2.5c2.5 3 2.5 8 0 11c-2.5-3-2.5-8 0-11',
  input: httpInput,
  output: httpOutput,
  warmUp: loaded,
  async close() {
    (await performing)?.close();
  },
  async run(input, context, signal) {
    const { perform } = await loaded();
    return perform(input, context, signal);
  },
});
