import { z } from 'zod';
import { anyJson } from '../json.ts';

export const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** Of a query or a form. */
export const values = z.record(z.string(), z.union([scalar, z.array(scalar), z.null()]));

const part = z
  .strictObject({
    name: z.string().min(1).meta({ description: 'Of the field.' }),
    value: anyJson.optional().meta({ description: 'A text as it is; any other value as JSON.' }),
    base64: z.base64().optional().meta({ description: 'Bytes.' }),
    file: z.string().min(1).optional().meta({ description: 'A file of the workspace, relative to it.' }),
    filename: z.string().min(1).optional().meta({
      description:
        'As the receiver sees it. Default: of a file its own name, of base64 the name of the field, else none.',
    }),
    contentType: z.string().min(1).optional().meta({
      description: 'Default: application/octet-stream of base64 and file, application/json of JSON, else none.',
    }),
  })
  .refine(({ value, base64, file }) => [value, base64, file].filter((given) => given !== undefined).length === 1, {
    error: 'must have exactly one of value, base64 and file',
  });

const graphql = z.strictObject({
  query: z.string().min(1).meta({ description: 'The document: a query or a mutation.' }),
  variables: z.record(z.string(), z.json()).optional().meta({ description: 'Its variables, by name.' }),
  operationName: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Which operation of the document, where it has several.' }),
});

/** Ways to say what is sent; at most one. */
export const bodyShape = {
  body: anyJson
    .optional()
    .meta({ description: 'Sent as JSON; a text is sent as it is when a content-type header says it is not JSON.' }),
  form: values
    .optional()
    .meta({ description: 'Sent as application/x-www-form-urlencoded; lists and null as in query.' }),
  multipart: z
    .array(part)
    .min(1)
    .optional()
    .meta({ description: 'Sent as multipart/form-data: fields and files, in order.' }),
  text: z
    .string()
    .optional()
    .meta({ description: 'Sent as it is, as text/plain unless a content-type header says otherwise.' }),
  base64: z
    .base64()
    .optional()
    .meta({ description: 'Bytes, sent as application/octet-stream unless a content-type header says otherwise.' }),
  file: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'A file of the workspace, relative to it, sent as base64 is.' }),
  graphql: graphql
    .optional()
    .meta({ description: 'A GraphQL request. Errors in its answer are the error http.graphql.' }),
};

export const bodyKinds = Object.keys(bodyShape) as readonly (keyof typeof bodyShape)[];

export type Part = z.output<typeof part>;
export type Values = z.output<typeof values>;
export type GraphQl = z.output<typeof graphql>;
