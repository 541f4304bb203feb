import type { MessageKey } from '../../locales/index.ts';
import type { TimelineModel } from '../model.ts';
import type { ViewMode } from '../model/arrange.ts';
import type { Timeline } from '../useTimeline.ts';
import { type ActId, actName } from './names.ts';

/** A timeline as it is looked at now, and what its view does about itself. */
export interface ActContext {
  readonly model: TimelineModel;
  readonly timeline: Timeline;
  readonly asTable: boolean;
  readonly details: boolean;
  readonly overview: boolean;
  readonly onMode: (mode: ViewMode) => void;
  readonly onFind: () => void;
  readonly onOverview: () => void;
  readonly onTable: () => void;
  readonly onDetails: () => void;
  readonly onPng: () => void;
  readonly onSvg: () => void;
  /** Absent where it cannot be had here. */
  readonly onOtlp: (() => void) | undefined;
  readonly onLink: (() => void) | undefined;
}

interface Act {
  /** Where it is not ever the same. */
  readonly title?: (about: ActContext) => MessageKey;
  readonly whyNot?: (about: ActContext) => MessageKey | null;
  readonly run: (about: ActContext) => void;
}

const unless = (isPossible: boolean, why: MessageKey): MessageKey | null => (isPossible ? null : why);

/** Of what is done to the bars alone. */
const needsBars = ({ asTable }: ActContext): MessageKey | null => unless(!asTable, 'timeline.needs.bars');
const needsError = ({ timeline }: ActContext): MessageKey | null => unless(timeline.errors > 0, 'timeline.needs.error');
const needsMatch = ({ timeline }: ActContext): MessageKey | null =>
  unless(timeline.find.count > 0, 'timeline.needs.match');
const needsOther = (mode: ViewMode) => (about: ActContext) =>
  about.model.view === mode ? ('timeline.needs.other' as const) : null;

const zoomStep = 0.7;

const acts: Readonly<Record<ActId, Act>> = {
  zoomIn: { whyNot: needsBars, run: ({ timeline }) => timeline.stage?.zoom(zoomStep) },
  zoomOut: { whyNot: needsBars, run: ({ timeline }) => timeline.stage?.zoom(1 / zoomStep) },
  fit: { whyNot: needsBars, run: ({ timeline }) => timeline.stage?.fit() },
  zoomToRow: {
    whyNot: (about) => needsBars(about) ?? unless(about.timeline.row >= 0, 'timeline.needs.row'),
    run: ({ timeline }) => timeline.show(timeline.row, timeline.attempt, true),
  },
  zoomToBox: {
    whyNot: needsBars,
    run: ({ timeline }) => {
      timeline.setBoxing(!timeline.isBoxing);
      timeline.stage?.focus();
    },
  },
  nextError: { whyNot: needsError, run: ({ timeline }) => timeline.jump(true) },
  previousError: { whyNot: needsError, run: ({ timeline }) => timeline.jump(false) },
  find: { run: ({ onFind }) => onFind() },
  nextMatch: { whyNot: needsMatch, run: ({ timeline }) => timeline.nextMatch(true) },
  previousMatch: { whyNot: needsMatch, run: ({ timeline }) => timeline.nextMatch(false) },
  onlyMatches: {
    title: ({ timeline }) => (timeline.find.hides ? 'timeline.allRows' : 'timeline.onlyMatches'),
    whyNot: ({ timeline }) => unless(timeline.find.hides || timeline.find.matches !== null, 'timeline.needs.match'),
    run: ({ timeline }) => timeline.find.setHides(!timeline.find.hides),
  },
  critical: {
    title: ({ timeline }) => (timeline.critical ? 'timeline.hideCritical' : 'timeline.showCritical'),
    run: ({ timeline }) => timeline.setCritical(!timeline.critical),
  },
  waits: {
    title: ({ timeline }) => (timeline.foldWaits ? 'timeline.unfoldWaits' : 'timeline.foldWaits'),
    whyNot: needsBars,
    run: ({ timeline }) => timeline.setFoldWaits(!timeline.foldWaits),
  },
  foldAll: { run: ({ timeline }) => timeline.foldTo(1) },
  foldTwo: { run: ({ timeline }) => timeline.foldTo(2) },
  unfoldAll: { run: ({ timeline }) => timeline.foldTo(Infinity) },
  lanes: {
    // Without work of ours there are no lanes: a tree is all it can be.
    whyNot: (about) => unless(!about.model.foreign, 'timeline.needs.lanes') ?? needsOther('lanes')(about),
    run: ({ onMode }) => onMode('lanes'),
  },
  tree: { whyNot: needsOther('tree'), run: ({ onMode }) => onMode('tree') },
  steps: { whyNot: needsOther('steps'), run: ({ onMode }) => onMode('steps') },
  details: {
    title: ({ details }) => (details ? 'timeline.hideDetails' : 'timeline.showDetails'),
    run: ({ onDetails }) => onDetails(),
  },
  table: {
    title: ({ asTable }) => (asTable ? 'timeline.showBars' : 'timeline.showTable'),
    run: ({ onTable }) => onTable(),
  },
  overview: {
    title: ({ overview }) => (overview ? 'timeline.hideOverview' : 'timeline.showOverview'),
    whyNot: needsBars,
    run: ({ onOverview }) => onOverview(),
  },
  link: {
    whyNot: ({ onLink }) => unless(onLink !== undefined, 'timeline.needs.place'),
    run: ({ onLink }) => onLink?.(),
  },
  png: { run: ({ onPng }) => onPng() },
  svg: { run: ({ onSvg }) => onSvg() },
  otlp: {
    whyNot: ({ onOtlp }) => unless(onOtlp !== undefined, 'timeline.needs.spans'),
    run: ({ onOtlp }) => onOtlp?.(),
  },
};

export const whyNot = (id: ActId, about: ActContext): MessageKey | null => acts[id].whyNot?.(about) ?? null;

export const titleOf = (id: ActId, about: ActContext): MessageKey => acts[id].title?.(about) ?? actName(id).title;

/** Does it where it can be done; whether it could. */
export function act(id: ActId, about: ActContext): boolean {
  if (whyNot(id, about) !== null) return false;
  acts[id].run(about);
  return true;
}
