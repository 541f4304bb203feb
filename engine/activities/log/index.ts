import { z } from 'zod';
import { completed, defineActivity } from '../activity.ts';

const input = z
  .strictObject({
    message: z.string().meta({ description: 'The line to write.' }),
    level: z.enum(['debug', 'info', 'warn', 'error']).default('info').meta({ description: 'Default: info.' }),
    data: z.json().optional().meta({ description: 'Written beside the message.' }),
  })
  .meta({ title: 'log', description: 'Writes one line to the log of the process that runs it.' });

export const logActivity = defineActivity({
  name: 'log',
  summary: 'Writes a line to the log.',
  input,
  output: z.null(),
  async run({ message, level, data }, { logger }) {
    logger(level, message, data);
    return completed(null);
  },
});
