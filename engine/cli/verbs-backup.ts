import type { Program } from './program.ts';
import { databaseOption } from './options.ts';

export function addBackupVerb({ command, ends }: Program): void {
  command('backup <file>', 'Copy the database of the runs as it stands now, while an engine goes on with it.', [
    'backup runs-monday.db --db .sagaloom/runs.db',
  ])
    .addOption(databaseOption())
    .action(
      ends(async (file: string, options: { db: string }) => (await import('./verbs/backup.ts')).backup(file, options)),
    );
}
