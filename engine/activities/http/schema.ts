import { z } from 'zod';
import { durationSchema } from '../../core/definition/common.ts';
import { MOST_BYTES } from './limits.ts';
import { authSchema } from './schema-auth.ts';
import { bodyKinds, bodyShape, scalar, values } from './schema-body.ts';
import { proxySchema, successSchema, tlsSchema } from './schema-transport.ts';

const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/);

export const methodSchema = z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** How a request is sent and its answer read, whatever it asks for. */
export const exchangeShape = {
  headers: z.record(z.string(), scalar).optional().meta({ description: 'Sent beside the standard ones.' }),
  auth: authSchema.optional(),
  responseAs: z
    .enum(['auto', 'json', 'text', 'base64'])
    .optional()
    .meta({
      description:
        'How the body of the answer is read. auto: as its content type says; json: an answer that is not JSON is the error http.body; ' +
        'base64: bytes. Default: auto.',
    }),
  success: successSchema.optional(),
  maxBytes: z.int().min(1).max(MOST_BYTES).optional().meta({
    description: 'Longest body of an answer, unpacked. Default: 262144; more than http.maxAnswerBytes is refused.',
  }),
  redirects: z.int().min(0).max(20).optional().meta({ description: 'Redirects followed; 0 follows none. Default: 5.' }),
  idempotencyHeader: z
    .union([headerName, z.literal(false)])
    .optional()
    .meta({
      description: 'Name of the header that carries the key of the step; false sends none. Default: Idempotency-Key.',
    }),
  proxy: proxySchema.optional(),
  tls: tlsSchema.optional(),
  timeout: durationSchema.optional().meta({ description: "Longest single attempt, beside the step's own timeouts." }),
};

export const httpInput = z
  .strictObject({
    method: methodSchema.optional().meta({ description: 'Default: GET; POST where a body of any kind is given.' }),
    url: z.string().min(1).meta({ description: 'Absolute, http or https.' }),
    query: values
      .optional()
      .meta({ description: 'Added to the URL; a list gives the name several times, null leaves it out.' }),
    ...bodyShape,
    ...exchangeShape,
  })
  .refine((input) => bodyKinds.filter((kind) => input[kind] !== undefined).length <= 1, {
    error: `has more than one of ${bodyKinds.join(', ')}`,
  })
  .meta({ title: 'http', description: 'Sends a request and reads its answer.' });

export const httpOutput = z.strictObject({
  status: z.int().meta({ description: 'Of the answer.' }),
  headers: z
    .record(z.string(), z.string())
    .meta({ description: 'Of the answer: names in lower case, several of a name joined by a comma.' }),
  body: z.json().meta({
    description:
      'Parsed when it is JSON; the text when it is text; { base64, contentType, bytes } when it is neither; null when it is empty.',
  }),
});

export type HttpInput = z.output<typeof httpInput>;
export type HttpMethod = z.output<typeof methodSchema>;
