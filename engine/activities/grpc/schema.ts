import { z } from 'zod';
import { durationSchema } from '../../core/definition/common.ts';
import { anyJson } from '../json.ts';

const pem = (what: string) =>
  z
    .string()
    .min(1)
    .optional()
    .meta({ description: `${what}, as PEM text; usually a secret.` });

const tls = z
  .strictObject({
    ca: pem('The certificates of the authorities that are trusted'),
    caFile: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'Or the path of their file in the workspace. Default: those of the system.' }),
    cert: pem("The client's own certificate"),
    certFile: z.string().min(1).optional().meta({ description: 'Or the path of its file in the workspace.' }),
    key: pem("The key of the client's certificate"),
    serverName: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "The name the server's certificate has to be for. Default: the host." }),
  })
  .meta({ title: 'TLS' });

const bytes = z.strictObject({ $base64: z.string() });
const value = z.union([z.string(), z.number(), z.boolean(), bytes]);

export const grpcInput = z
  .strictObject({
    target: z.string().min(1).max(1_000).optional().meta({ description: 'HOST:PORT of the server.' }),
    connection: z.string().min(1).optional().meta({ description: 'Or the name of a connection of type grpc.' }),
    service: z
      .string()
      .regex(/^[A-Za-z_][\w.]*$/)
      .meta({ description: 'With its package: shop.v1.Orders.' }),
    method: z
      .string()
      .regex(/^[A-Za-z_]\w*$/)
      .meta({ description: 'A unary one: GetOrder.' }),
    message: anyJson
      .optional()
      .meta({ description: 'What is asked, as JSON of its message (ProtoJSON). Default: {}.' }),
    metadata: z
      .record(z.string().regex(/^[a-zA-Z0-9_.-]+$/), z.union([value, z.array(value)]))
      .optional()
      .meta({ description: 'Sent beside the message; of a name that ends in -bin, bytes: { "$base64": "…" }.' }),
    timeout: durationSchema
      .optional()
      .meta({ description: "The deadline of the call, beside the step's own timeouts." }),
    tls: z
      .union([z.boolean(), tls])
      .optional()
      .meta({ description: 'false: without encryption. Default: with, by the authorities of the system.' }),
    authority: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .meta({ description: 'The host the server is asked as. Default: that of the target.' }),
    proto: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'The path of a .proto file in the workspace. Default: the server is asked (reflection).' }),
  })
  .meta({ title: 'grpc', description: 'Calls a unary method of a gRPC service.' });

const pairs = z.record(z.string(), z.union([z.string(), bytes]));

export const grpcOutput = z.strictObject({
  message: z.json().meta({ description: 'The answer, as JSON of its message (ProtoJSON).' }),
  metadata: pairs.meta({ description: 'What came before it; several of a name joined.' }),
  trailers: pairs.meta({ description: 'What came after it.' }),
});

export type GrpcInput = z.output<typeof grpcInput>;
