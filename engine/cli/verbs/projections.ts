import { type ExitCode, SUCCESS } from '../codes.ts';
import { say } from '../terminal.ts';

export async function rebuildProjections({ db }: { readonly db: string }): Promise<ExitCode> {
  const { openHostEngine } = await import('../../server/engine.ts');
  const engine = await openHostEngine(db, { carriesOn: () => false });
  try {
    await engine.rebuildProjections();
  } finally {
    await engine.close();
  }
  say('The read models are made anew.');
  return SUCCESS;
}
