import { canvas } from './canvas.ts';
import { document } from './document.ts';
import { inspector } from './inspector.ts';
import { palette } from './palette.ts';
import { problems } from './problems.ts';
import { runs } from './runs.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { timeline } from './timeline.ts';
import { triggers } from './triggers.ts';

/** One file an area; a key begins with its area: `'runs.cancel'`. English is the source: its keys are the type. */
export const en = {
  ...shell,
  ...settings,
  ...document,
  ...canvas,
  ...palette,
  ...inspector,
  ...problems,
  ...runs,
  ...timeline,
  ...triggers,
} as const;
