import { defineActivity } from '../activity.ts';
import { httpInput, httpOutput } from './schema.ts';

/** undici is heavy, and a list of activities needs none of it. */
const performing = () => import('./perform.ts');

export const httpActivity = defineActivity({
  name: 'http',
  summary: 'Sends an HTTP request and reads its answer.',
  docs: 'Sends a request and gives status, headers and body of the answer. A status outside 200 to 299 is the error `http.STATUS`.',
  examples: [{ title: 'Read', with: { url: 'https://example.com/orders/1' } }],
  category: 'network',
  icon: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11 M2.5 8h11 M8 2.5c2.5 3 2.5 8 0 11c-2.5-3-2.5-8 0-11',
  input: httpInput,
  output: httpOutput,
  warmUp: performing,
  async run(input, context, signal) {
    const { perform } = await performing();
    return perform(input, context, signal);
  },
});
