import type { MessageKey } from '../../locales/index.ts';

/** What `timeline/useKeys.ts` hears while the timeline has the keys. */
export const timelineKeys = [
  { keys: '↑ ↓', title: 'timeline.key.rows' },
  { keys: '← →', title: 'timeline.key.sideways' },
  { keys: 'Shift+← →', title: 'timeline.key.pan' },
  { keys: '+ −', title: 'timeline.key.zoom' },
  { keys: '0', title: 'timeline.key.fit' },
  { keys: 'Z', title: 'timeline.key.close' },
  { keys: 'F', title: 'timeline.key.find' },
  { keys: 'N', title: 'timeline.key.nextMatch' },
  { keys: 'Shift+N', title: 'timeline.key.previousMatch' },
  { keys: 'E', title: 'timeline.key.nextError' },
  { keys: 'Shift+E', title: 'timeline.key.previousError' },
  { keys: 'C', title: 'timeline.key.critical' },
  { keys: '[ ]', title: 'timeline.key.fold' },
  { keys: '{ }', title: 'timeline.key.foldAll' },
  { keys: '< >', title: 'timeline.key.names' },
  { keys: 'Enter', title: 'timeline.key.details' },
] as const satisfies readonly { readonly keys: string; readonly title: MessageKey }[];
