import path from 'node:path';
import { parseEnv } from 'node:util';
import { isSecretName } from '../../core/definition/secrets.ts';
import { EnvironmentError } from '../../runtime/environment.ts';
import { type FileNow, fresh } from '../fresh.ts';
import { prefixed } from './environment.ts';
import type { SecretProvider } from './provider.ts';

/**
 * A `.env` of the workspace. All that is in it are secrets, with the prefix `SAGALOOM_SECRET_` or without: unlike the variables of the
 * process it was put there for the workspace. None of it is config, for config is recorded.
 */
export function dotenvSecrets(workspace: string, file: string): SecretProvider {
  const now = fresh([path.join(workspace, file)], ([each]) => secretsIn(file, each)).now;
  return {
    kind: 'dotenv',
    place: file,
    all: async () => {
      const found = now();
      if (typeof found === 'string') throw new EnvironmentError('secrets.unreadable', found);
      return found;
    },
  };
}

/** Or why they cannot be known. */
function secretsIn(file: string, now: FileNow | undefined): ReadonlyMap<string, string> | string {
  if (now === undefined || now.kind === 'absent') return new Map();
  if (now.kind === 'unreadable') return `${file} could not be read: ${now.why}.`;
  const text = now.text.replace(/^\uFEFF/, '');
  const variables = parseEnv(text);
  const plain = Object.entries(variables).filter(
    (each): each is [string, string] => isSecretName(each[0]) && !!each[1] && !each[0].startsWith('SAGALOOM_'),
  );
  return new Map([...plain, ...prefixed(variables)]);
}
