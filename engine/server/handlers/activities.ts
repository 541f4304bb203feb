import type { Workforce } from '../../activities/index.ts';
import type { ActivityInfo } from '../../contract/types.ts';
import { liveIterator } from '../../runtime/liveIterator.ts';
import { api } from '../context.ts';
import { untilAborted } from '../until-aborted.ts';

export const list = api.activities.list.handler(({ context }) => context.workforce.infos());

export const changes = api.activities.changes.handler(({ context, signal }) =>
  untilAborted(listsOf(context.workforce), signal, (infos) => infos),
);

/** The list whenever it has changed; of several changes in a row, what they came to. */
function listsOf(workforce: Workforce): AsyncIterator<readonly ActivityInfo[]> {
  let isNews = false;
  return liveIterator({
    poll() {
      if (!isNews) return undefined;
      isNews = false;
      return workforce.infos();
    },
    subscribe: (poke) =>
      workforce.subscribe(() => {
        isNews = true;
        poke();
      }),
  });
}
