import { isSecretName } from '../../core/definition/secrets.ts';
import type { SecretProvider } from './provider.ts';

const PREFIX = 'SAGALOOM_SECRET_';

/**
 * DA7. `secrets.NAME` is the environment variable `SAGALOOM_SECRET_NAME`: a prefix, so that a definition from somewhere else cannot
 * name just any variable of the process.
 */
export const environmentSecrets = (env: NodeJS.ProcessEnv): SecretProvider => ({
  kind: 'environment',
  place: 'the environment',
  all: async () => prefixed(env),
});

export function prefixed(env: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [variable, value] of Object.entries(env)) {
    const name = variable.startsWith(PREFIX) ? variable.slice(PREFIX.length) : '';
    if (isSecretName(name) && value) found.set(name, value);
  }
  return found;
}
