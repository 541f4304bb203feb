import { type } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';
import type { Diagnostic } from '../core/diagnostic.ts';

/** DA7. What is shown of a secret: never its value. */
export interface SecretInfo {
  readonly name: string;
  /** Where the value that counts is kept. */
  readonly provider: 'environment' | 'dotenv' | 'keychain' | 'file';
  /** The same for people: `.env.production`. */
  readonly place: string;
  /** Places that have one too, which does not count. */
  readonly hidden: readonly string[];
}

export interface SecretsList {
  readonly items: readonly SecretInfo[];
  /** Of places that cannot be read now: one line each. */
  readonly problems: readonly string[];
}

/** A person of this machine said that what the workspace asks for may be done: programs run, code of its own loaded. */
export interface TrustInfo {
  readonly workspace: string;
  readonly trusted: boolean;
}

const named = z.object({ name: z.string().min(1).max(128) });

/** Values go in and never come out. All is refused (`notLocal`) to whoever is not on this machine. */
export const secrets = {
  list: base.output(type<SecretsList>()),
  /** In the keychain where there is one, else in the encrypted file. INVALID says what is wrong; ENVIRONMENT: there is no key. */
  set: base.input(named.extend({ value: z.string() })).output(type<SecretInfo>()),
  /** NOT_FOUND where it is kept by others: the environment, a `.env`. */
  remove: base.input(named).output(type<SecretsList>()),
  /** Warnings, one for each secret that a workflow names and that is not set. */
  check: base
    .input(z.union([z.object({ document: z.string() }), z.object({ workflow: z.string() })]))
    .output(type<readonly Diagnostic[]>()),
};

/** Refused (`notLocal`) to whoever is not on this machine. */
export const trust = {
  get: base.output(type<TrustInfo>()),
  set: base.input(z.object({ trusted: z.boolean() })).output(type<TrustInfo>()),
};
