import type { MessageKey } from '../../locales/index.ts';

/** What `timeline/row-keys.ts` hears while the timeline has the keys, beside the commands of `timeline/acts/names.ts`. */
export const timelineKeys = [
  { keys: '↑ ↓', title: 'timeline.key.rows' },
  { keys: '← →', title: 'timeline.key.sideways' },
  { keys: 'Shift+← →', title: 'timeline.key.pan' },
  { keys: '[ ]', title: 'timeline.key.fold' },
  { keys: '< >', title: 'timeline.key.names' },
] as const satisfies readonly { readonly keys: string; readonly title: MessageKey }[];
