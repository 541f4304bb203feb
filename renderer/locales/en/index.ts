import { arrange } from './arrange.ts';
import { breakpoints } from './breakpoints.ts';
import { canvas } from './canvas.ts';
import { diff } from './diff.ts';
import { document } from './document.ts';
import { expressions } from './expressions.ts';
import { files } from './files.ts';
import { fixes } from './fixes.ts';
import { inspector } from './inspector.ts';
import { lanes } from './lanes.ts';
import { notes } from './notes.ts';
import { palette } from './palette.ts';
import { pictures } from './pictures.ts';
import { problems } from './problems.ts';
import { runs } from './runs.ts';
import { schemas } from './schemas.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { text } from './text.ts';
import { timeline } from './timeline.ts';
import { compare } from './compare.ts';
import { heat } from './heat.ts';
import { runlist } from './runlist.ts';
import { telemetry } from './telemetry.ts';
import { traces } from './traces.ts';
import { tour } from './tour.ts';
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
  ...arrange,
  ...breakpoints,
  ...diff,
  ...expressions,
  ...files,
  ...fixes,
  ...lanes,
  ...notes,
  ...pictures,
  ...schemas,
  ...text,
  ...compare,
  ...heat,
  ...runlist,
  ...telemetry,
  ...traces,
  ...tour,
} as const;
