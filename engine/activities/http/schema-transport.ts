import { z } from 'zod';

const pem = z.union([
  z.string().min(1),
  z.strictObject({ file: z.string().min(1).meta({ description: 'A PEM file of the workspace, relative to it.' }) }),
]);

export const tlsSchema = z
  .strictObject({
    ca: pem.optional().meta({ description: 'Certificates that are believed, instead of those of the system: PEM.' }),
    cert: pem.optional().meta({ description: 'The certificate of the client: PEM.' }),
    key: pem.optional().meta({ description: 'The key of the client: PEM, best a secret: {% secrets.NAME %}.' }),
    passphrase: z.string().optional().meta({ description: 'Of the key, best a secret: {% secrets.NAME %}.' }),
    servername: z.string().min(1).optional().meta({ description: 'Asked for and checked instead of the host.' }),
    insecure: z.boolean().optional().meta({
      description:
        'Believe whoever answers; only where http.allowInsecureTls of the workspace says so. Default: false.',
    }),
  })
  .meta({ description: 'Whom to believe, and who the client is.' });

/** Checked where it is used: a wrong one is told without what it holds. */
const proxyUrl = z.string().min(1).meta({ description: 'http or https, without user and password.' });

export const proxyShape = {
  url: proxyUrl,
  user: z.string().min(1).optional().meta({ description: 'Where the proxy wants one.' }),
  password: z.string().optional().meta({ description: 'Of the user, best a secret: {% secrets.NAME %}.' }),
};

export const proxySchema = z
  .union([z.literal('none'), z.strictObject(proxyShape)])
  .meta({ description: 'The proxy of this request, or none. Default: that of the workspace.' });

const statusClass = z.string().regex(/^[1-5]xx$/);

export const successSchema = z
  .array(z.union([z.int().min(100).max(599), statusClass]))
  .min(1)
  .meta({ description: 'Statuses, and classes of them such as 2xx, that are no error. Default: 2xx.' });

export type Tls = z.output<typeof tlsSchema>;
export type ProxyChoice = z.output<typeof proxySchema>;
export type Success = z.output<typeof successSchema>;
