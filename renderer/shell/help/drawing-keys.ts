import type { MessageKey } from '../../locales/index.ts';

/** What `canvas/use-canvas-keys.ts` and React Flow hear while the drawing has the keys. */
export const drawingKeys = [
  { keys: 'Tab', title: 'shell.help.nextStep' },
  { keys: '← ↑ → ↓', title: 'shell.help.neighbour' },
  { keys: 'Shift+← ↑ → ↓', title: 'shell.help.neighbourToo' },
  { keys: 'Space', title: 'shell.help.select' },
  { keys: 'Enter', title: 'canvas.menu.open' },
  { keys: 'F2', title: 'canvas.menu.rename' },
  { keys: 'Delete', title: 'canvas.menu.remove' },
  { keys: '$mod+d', title: 'canvas.menu.duplicate' },
  { keys: '$mod+c', title: 'canvas.menu.copy' },
  { keys: '$mod+v', title: 'canvas.menu.paste' },
  { keys: '$mod+a', title: 'canvas.menu.selectAll' },
  { keys: 'Shift+1', title: 'canvas.zoom.fit' },
  { keys: '$mod+0', title: 'canvas.zoom.reset' },
  { keys: 'Escape', title: 'shell.help.selectNothing' },
] as const satisfies readonly { readonly keys: string; readonly title: MessageKey }[];
