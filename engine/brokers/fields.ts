import { z } from 'zod';
import type { Address } from './address.ts';

/** What connections of several brokers share. */
export const credentialFields = {
  user: z.string().optional().meta({ description: 'Default: that of the URL.' }),
  password: z.string().optional().meta({ description: 'Usually a secret. Default: that of the URL.' }),
};

const pem = z.string().regex(/-----BEGIN [A-Z ]+-----/, { error: 'must be PEM text' });

export const tlsFields = {
  ca: pem.optional().meta({ description: 'PEM text: trusted instead of the usual authorities.' }),
  cert: pem.optional().meta({ description: 'PEM text: the certificate to show, with its key.' }),
  key: pem.optional().meta({ description: 'PEM text of its key, usually a secret.' }),
  verify: z.boolean().optional().meta({
    description: 'false: any certificate of the server is taken, and anybody may listen. Default: true.',
  }),
};

const tls = z.object(tlsFields);
const credentials = z.object(credentialFields);

export interface Credentials {
  readonly user: string | undefined;
  readonly password: string | undefined;
}

export function credentialsOf(settings: z.output<typeof credentials>, address: Address): Credentials {
  return {
    user: settings.user ?? address.user ?? undefined,
    password: settings.password ?? address.password ?? undefined,
  };
}

export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly rejectUnauthorized?: boolean;
}

export function tlsOf({ ca, cert, key, verify }: z.output<typeof tls>): TlsOptions {
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(verify === false && { rejectUnauthorized: false }),
  };
}

/** Short ones would be found in the middle of words. */
export const secretsOf = (values: readonly (string | undefined)[]): readonly string[] =>
  values.filter((value) => value !== undefined).filter(({ length }) => length > 3);
