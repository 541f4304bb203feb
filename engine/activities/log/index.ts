import { z } from 'zod';
import { completed, defineActivity } from '../activity.ts';
import { anyJson } from '../json.ts';

const input = z
  .strictObject({
    message: z.string().meta({ description: 'The line to write.' }),
    level: z.enum(['debug', 'info', 'warn', 'error']).default('info').meta({ description: 'Default: info.' }),
    data: anyJson.optional().meta({ description: 'Written beside the message.' }),
  })
  .meta({ title: 'log', description: 'Writes one line to the log of the process that runs it.' });

export const logActivity = defineActivity({
  name: 'log',
  summary: 'Writes a line to the log.',
  docs: 'Writes one JSON line to the log of the process that runs it: of the engine, on stderr. Secrets that the step was given are taken out of it. It gives null, and cannot fail.',
  examples: [
    { title: 'A line', with: { message: 'The order is paid.' } },
    { title: 'With data', with: { message: 'Stock is low.', level: 'warn', data: { left: '{% vars.left %}' } } },
  ],
  category: 'general',
  icon: 'M3 2.5h10v11H3z M5.5 5.5h5 M5.5 8h5 M5.5 10.5h3',
  input,
  output: z.null(),
  async run({ message, level, data }, { logger }) {
    logger(level, message, data);
    return completed(null);
  },
});
