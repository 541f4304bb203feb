import { z } from 'zod';
import { anyJson } from '../json.ts';
import { exchangeShape, httpOutput } from '../http/schema.ts';

export const openapiInput = z
  .strictObject({
    document: z
      .string()
      .min(1)
      .meta({ description: 'An OpenAPI 3 document, JSON or YAML: a file of the workspace, relative to it, or a URL.' }),
    operation: z.string().min(1).meta({ description: 'Its operationId, or its method and path: GET /orders/{id}.' }),
    server: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'Base URL of the service. Default: the first server of the document.' }),
    serverVariables: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'What stands for {name} in the URL of the server. Default: what the document says.' }),
    parameters: z
      .record(z.string(), z.json())
      .optional()
      .meta({ description: 'By name; where two places have one of that name, by place too, as query.id.' }),
    body: anyJson.optional().meta({
      description: 'As its schema in the document; bytes are base64 or { file }. A form and multipart are objects.',
    }),
    contentType: z.string().min(1).optional().meta({
      description: 'Which kind of body is sent, where the document has several. Default: JSON, if it can be.',
    }),
    checkAnswer: z
      .boolean()
      .optional()
      .meta({ description: 'An answer that is not as the document says is the error http.body. Default: false.' }),
    ...exchangeShape,
  })
  .meta({ title: 'openapi', description: 'Calls an operation of an OpenAPI document.' });

export const openapiOutput = httpOutput;

export type OpenapiInput = z.output<typeof openapiInput>;
