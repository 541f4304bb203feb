import { defineActivity } from '../activity.ts';
import { httpInput, httpOutput } from './schema.ts';

export const httpActivity = defineActivity({
  name: 'http',
  summary: 'Sends an HTTP request and reads its answer.',
  input: httpInput,
  output: httpOutput,
  async run(input, context, signal) {
    const { perform } = await import('./perform.ts'); // undici is heavy, and a list of activities needs none of it
    return perform(input, context, signal);
  },
});
