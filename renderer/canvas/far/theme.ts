import { readTokens } from '../../ui/read-tokens.ts';

/** The tokens the far view draws with, read from the page: themes are the style sheet's business. */
const tokens = {
  bg: '--bg',
  panel: '--panel',
  raised: '--raised',
  line2: '--line-2',
  line3: '--line-3',
  ink2: '--ink-2',
  accent: '--accent',
  focus: '--focus',
  ok: '--ok',
  warn: '--warn',
  bad: '--bad',
  undo: '--undo',
  undoSoft: '--undo-soft',
  flow: '--flow',
  flowSoft: '--flow-soft',
  heat: '--heat',
  heat1: '--heat-1',
  heat2: '--heat-2',
  heat3: '--heat-3',
  heat4: '--heat-4',
  heat5: '--heat-5',
  time: '--time',
  timeSoft: '--time-soft',
  badSoft: '--bad-soft',
  accentSoft: '--accent-soft',
  font: '--font',
} as const;

export type Tokens = Readonly<Record<keyof typeof tokens, string>>;

export const readFarTokens = (element: Element): Tokens => readTokens(element, tokens);

/** Part of a colour over another. Not by hue: green over a bluish ground would turn teal. */
export const mixed = (color: string, percent: number, into: string): string =>
  `color-mix(in oklab, ${color} ${percent}%, ${into})`;
