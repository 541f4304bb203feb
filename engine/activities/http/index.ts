import { defineActivity } from '../activity.ts';
import { httpInput, httpOutput } from './schema.ts';

/** undici is heavy, and a list of activities needs none of it. */
const performing = () => import('./perform.ts');

export const httpActivity = defineActivity({
  name: 'http',
  summary: 'Sends an HTTP request and reads its answer.',
  input: httpInput,
  output: httpOutput,
  warmUp: performing,
  async run(input, context, signal) {
    const { perform } = await performing();
    return perform(input, context, signal);
  },
});
