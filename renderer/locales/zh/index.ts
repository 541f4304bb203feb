import type { en } from '../en/index.ts';
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

/** Complete by type: a key without its Chinese does not compile. */
export const zh = {
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
} satisfies Record<keyof typeof en, string>;
