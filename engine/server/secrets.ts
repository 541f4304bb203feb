import type { Secrets } from '../runtime/ports.ts';

const PREFIX = 'SAGALOOM_SECRET_';

/**
 * DA7. `secrets.NAME` is the environment variable `SAGALOOM_SECRET_NAME`: a prefix, so that a definition from somewhere else cannot
 * name just any variable of the process.
 */
export function environmentSecrets(env: NodeJS.ProcessEnv): Secrets {
  return { get: async (name) => env[PREFIX + name] ?? null };
}
