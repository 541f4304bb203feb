import { z } from 'zod';

const secretText = (what: string) =>
  z
    .string()
    .min(1)
    .meta({ description: `${what}, best a secret: {% secrets.NAME %}.` });

const bearer = z
  .strictObject({
    type: z.literal('bearer').meta({ description: 'A token in the Authorization header.' }),
    token: secretText('The token'),
  })
  .meta({ title: 'Bearer token' });

const basic = z
  .strictObject({
    type: z.literal('basic').meta({ description: 'A user name and password in the Authorization header.' }),
    user: z.string().meta({ description: 'The user name; without a colon.' }),
    password: z.string().meta({ description: 'The password, best a secret: {% secrets.NAME %}.' }),
  })
  .meta({ title: 'User and password' });

const apiKey = z
  .strictObject({
    type: z.literal('apiKey').meta({ description: 'A key in a header or in the query.' }),
    name: z.string().min(1).meta({ description: 'Name of the header or query parameter, such as X-Api-Key.' }),
    value: secretText('The key'),
    in: z.enum(['header', 'query']).optional().meta({ description: 'Where it goes. Default: header.' }),
  })
  .meta({ title: 'API key' });

const oauth2 = z
  .strictObject({
    type: z.literal('oauth2').meta({ description: 'A token had from a token endpoint by client credentials.' }),
    tokenUrl: z.string().min(1).meta({ description: 'Where tokens are had; http or https.' }),
    clientId: z.string().min(1).meta({ description: 'Who asks.' }),
    clientSecret: secretText('What the client proves itself with'),
    scope: z.string().optional().meta({ description: 'Scopes asked for, with a space between them.' }),
    audience: z.string().optional().meta({ description: 'Sent as audience, where the endpoint wants one.' }),
    parameters: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'More that the endpoint wants, such as resource.' }),
    authentication: z
      .enum(['basic', 'post'])
      .optional()
      .meta({ description: 'basic: id and secret in the Authorization header; post: in the body. Default: basic.' }),
  })
  .meta({ title: 'OAuth 2 client credentials' });

export const authSchema = z
  .discriminatedUnion('type', [bearer, basic, apiKey, oauth2])
  .meta({ description: 'How it says who it is. It does not follow a redirect to another origin.' });

export type Auth = z.output<typeof authSchema>;
export type OAuth2 = z.output<typeof oauth2>;
