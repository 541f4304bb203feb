import type { MessageKey } from '../../locales/index.ts';

/** What `canvas/use-canvas-keys.ts` hears while the drawing has the keys, beside the commands of `canvas/acts/names.ts`. */
export const drawingKeys = [
  { keys: 'Tab', title: 'shell.help.nextStep' },
  { keys: '← ↑ → ↓', title: 'shell.help.neighbour' },
  { keys: 'Shift+← ↑ → ↓', title: 'shell.help.neighbourToo' },
  { keys: 'Space', title: 'shell.help.select' },
  { keys: 'Alt+← ↑ → ↓', title: 'shell.help.nudge' },
  { keys: 'Alt+Shift+← ↑ → ↓', title: 'shell.help.nudgeFinely' },
  { keys: 'ContextMenu', title: 'shell.help.menu' },
  { keys: 'Escape', title: 'shell.help.selectNothing' },
] as const satisfies readonly { readonly keys: string; readonly title: MessageKey }[];
