import { z } from 'zod';
import { durationSchema } from '../../core/definition/common.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const httpInput = z
  .strictObject({
    method: z
      .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      .default('GET')
      .meta({ description: 'Default: GET.' }),
    url: z.string().min(1).meta({ description: 'Absolute, http or https.' }),
    headers: z.record(z.string(), scalar).optional().meta({ description: 'Sent beside the standard ones.' }),
    query: z
      .record(z.string(), z.union([scalar, z.array(scalar), z.null()]))
      .optional()
      .meta({ description: 'Added to the URL; a list gives the name several times, null leaves it out.' }),
    body: z
      .json()
      .optional()
      .meta({ description: 'Sent as JSON; a text is sent as it is when a content-type header says it is not JSON.' }),
    timeout: durationSchema.optional().meta({ description: "Longest single attempt, beside the step's own timeouts." }),
  })
  .meta({ title: 'http', description: 'Sends a request and reads its answer.' });

export const httpOutput = z.strictObject({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.json().meta({ description: 'Parsed when it is JSON, else the text; null when empty.' }),
});

export type HttpInput = z.output<typeof httpInput>;
export type HttpMethod = HttpInput['method'];
