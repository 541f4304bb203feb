import { type ExitCode, SUCCESS } from '../codes.ts';
import { withReader } from '../database.ts';
import { print, printJson, say } from '../terminal.ts';
import { table } from '../text/table.ts';

export interface ProjectionsOptions {
  readonly db: string;
  readonly json?: true;
}

export async function projections({ db, json }: ProjectionsOptions): Promise<ExitCode> {
  const items = await withReader(db, ({ views }) => views.lag());
  if (json) printJson({ items, next: null });
  else if (items.length === 0) say('There are no read models yet: `sagaloom projections rebuild` makes them.');
  else
    print(
      table(
        ['PROJECTION', 'APPENDS BEHIND', 'MS BEHIND'],
        items.map(({ projection, behindAppends, behindMs }) => [projection, String(behindAppends), String(behindMs)]),
      ),
    );
  return SUCCESS;
}

export async function rebuildProjections({ db }: { readonly db: string }): Promise<ExitCode> {
  const [{ openHostEngine }, { workforce }] = await Promise.all([
    import('../../server/engine.ts'),
    import('../../activities/index.ts'),
  ]);
  const engine = await openHostEngine(db, { activities: workforce([]), carriesOn: () => false });
  try {
    await engine.rebuildProjections();
  } finally {
    await engine.close();
  }
  say('The read models are made anew.');
  return SUCCESS;
}
