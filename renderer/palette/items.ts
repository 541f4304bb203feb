import type { EditableObject } from '../document/index.ts';
import type { GlyphName } from '../canvas/glyphs/glyphs.ts';
import type { ActivityInfo } from '@sagaloom/engine/contract';
import { activityAbout, activityLabel, useActivities } from '../activities/index.ts';
import type { MessageKey, Translate } from '../locales/index.ts';
import { startingInput } from '../activities/starting-input.ts';

/** What can be added: one entry a kind of step, in the groups of the palette. */
export interface PaletteItem {
  readonly id: string;
  readonly group: 'work' | 'own' | 'flow' | 'saga';
  readonly glyph: GlyphName;
  /** The activity it runs, which has a drawing and words of its own; null for a kind of step. */
  readonly activity: ActivityInfo | null;
  readonly label: (t: Translate) => string;
  readonly about: (t: Translate) => string;
  /** What its step's id begins with. */
  readonly idStem: string;
  /** A fresh step; half-drawn where only the person knows what comes next. */
  readonly create: () => EditableObject;
}

const item = (
  id: string,
  group: PaletteItem['group'],
  glyph: GlyphName,
  idStem: string,
  create: () => EditableObject,
): PaletteItem => ({
  id,
  group,
  glyph,
  activity: null,
  label: (t) => t(`palette.${id}.name` as MessageKey),
  about: (t) => t(`palette.${id}.about` as MessageKey),
  idStem,
  create,
});

/** Those that do not depend on what the engine offers. */
const stepItems: readonly PaletteItem[] = [
  item('http', 'work', 'http', 'request', () => ({ type: 'task', activity: 'http', with: { url: '' } })),
  item('code', 'work', 'activity', 'task', () => ({ type: 'task', activity: '' })),
  item('child', 'work', 'child', 'child', () => ({ type: 'child', workflow: '' })),
  item('log', 'work', 'log', 'log', () => ({ type: 'task', activity: 'log', with: { message: '' } })),
  item('choice', 'flow', 'choice', 'choice', () => ({ type: 'choice', branches: [{ when: '{% true %}' }] })),
  item('parallel', 'flow', 'parallel', 'parallel', () => ({
    type: 'parallel',
    branches: { left: { start: '', steps: {} }, right: { start: '', steps: {} } },
  })),
  item('map', 'flow', 'map', 'each', () => ({ type: 'map', items: '{% input.items %}', start: '', steps: {} })),
  item('wait', 'flow', 'wait', 'wait', () => ({ type: 'wait', for: '10s' })),
  item('receive', 'flow', 'receive', 'receive', () => ({ type: 'receive', signal: '' })),
  item('emit', 'flow', 'emit', 'send', () => ({ type: 'emit', signal: '', to: '' })),
  item('set', 'flow', 'set', 'set', () => ({ type: 'set', assign: {} })),
  item('saga', 'saga', 'saga', 'saga', () => ({ type: 'saga', start: '', steps: {} })),
  item('try', 'saga', 'try', 'try', () => ({ type: 'try', start: '', steps: {} })),
  item('fail', 'saga', 'fail', 'fail', () => ({ type: 'fail', error: { type: 'failed' } })),
  item('succeed', 'saga', 'succeed', 'succeed', () => ({ type: 'succeed' })),
  item('continueAsNew', 'saga', 'continueAsNew', 'again', () => ({ type: 'continueAsNew' })),
  item('note', 'saga', 'note', 'note', () => ({})),
];

const itemById: ReadonlyMap<string, PaletteItem> = new Map(stepItems.map((entry) => [entry.id, entry]));

/** With the activities that can be run here: those of the engine among the other work, the others in a group of their own. */
export function paletteItems(activities: readonly ActivityInfo[]): readonly PaletteItem[] {
  const more = activities.filter(({ name }) => !itemById.has(name)).map(activityItem);
  const [firstWork, code] = [stepItems.findIndex(({ group }) => group === 'work'), itemById.get('code')];
  const builtin = more.filter(({ group }) => group === 'work');
  const before = stepItems.slice(0, code === undefined ? firstWork : stepItems.indexOf(code));
  return [...before, ...builtin, ...stepItems.slice(before.length), ...more.filter(({ group }) => group === 'own')];
}

function activityItem(activity: ActivityInfo): PaletteItem {
  const { name, source } = activity;
  return {
    id: `activity:${name}`,
    group: source === 'builtin' ? 'work' : 'own',
    glyph: 'activity',
    activity,
    label: (t) => activityLabel(activity, t),
    about: (t) => activityAbout(activity, t),
    idStem: name.replaceAll(/[^A-Za-z0-9]+/g, '') || 'task',
    create: () => ({ type: 'task', activity: name, ...startingInput(activity) }),
  };
}

export function itemNamed(id: string): PaletteItem | null {
  return paletteItems(useActivities.getState().all).find((entry) => entry.id === id) ?? null;
}

/** What a drag from the palette carries. */
export const dragType = 'application/x-sagaloom-step';

let dragged: PaletteItem | null = null;

/** While something hovers, the browser tells what kind of data it is, but not the data: so it is kept here. */
export const draggedItem = (): PaletteItem | null => dragged;
export function setDraggedItem(entry: PaletteItem | null): void {
  dragged = entry;
}
