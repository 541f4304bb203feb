import type { Command } from 'commander';
import type { Program } from './program.ts';
import { environmentOption } from './options.ts';
import type { SecretsOptions, SetOptions } from './verbs/secrets.ts';

const help = `
Of a name counts, first of all, the environment variable SAGALOOM_SECRET_NAME; then .env.ENVIRONMENT and .env of the workspace; then the
keychain, in the desktop app; then .sagaloom/secrets.age, an age file that \`secrets set\` writes. It is encrypted for the key of
\`secrets keygen\` or of SAGALOOM_SECRETS_KEY, or with the passphrase in SAGALOOM_SECRETS_PASSPHRASE. Values are never shown.`;

const load = () => import('./verbs/secrets.ts');

export function addSecretsVerb({ command, ends }: Program): void {
  const secrets = command('secrets', 'Secrets of the workspace: by name, never by value.', [
    'secrets list',
    'secrets set PAYMENT_TOKEN',
    'secrets set PAYMENT_TOKEN --from-stdin < token.txt',
    'secrets keygen',
  ]).addHelpText('after', help);

  placed(secrets.command('list', { isDefault: true }).description('Names, and where the value that counts is kept.'))
    .option('--json', 'one JSON document on stdout')
    .action(ends(async (options: SecretsOptions) => (await load()).listSecrets(options)));

  placed(secrets.command('set <name>').description('Keep a value, which is asked for, or read from stdin.'))
    .option('--from-stdin', 'the value is what comes on stdin, without the line end behind it')
    .action(ends(async (name: string, options: SetOptions) => (await load()).setSecret(name, options)));

  placed(secrets.command('remove <name>').description('Forget a value that `secrets set` kept.')).action(
    ends(async (name: string, options: SecretsOptions) => (await load()).removeSecret(name, options)),
  );

  secrets
    .command('keygen')
    .description('Make the key that .sagaloom/secrets.age is encrypted for, in your own configuration folder.')
    .action(ends(async () => (await load()).keygen()));
}

const placed = (command: Command): Command =>
  environmentOption(command.option('--workflows <dir>', 'a folder of the workspace', '.'));
