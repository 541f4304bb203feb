import type { EditableObject } from '../document/index.ts';
import type { GlyphName } from '../canvas/glyphs/glyphs.ts';
import type { MessageKey } from '../locales/index.ts';

/** What can be added: one entry a kind of step, in the groups of the palette. */
export interface PaletteItem {
  readonly id: string;
  readonly group: 'work' | 'flow' | 'saga';
  readonly glyph: GlyphName;
  readonly name: MessageKey;
  readonly about: MessageKey;
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
  name: `palette.${id}.name` as MessageKey,
  about: `palette.${id}.about` as MessageKey,
  idStem,
  create,
});

export const paletteItems: readonly PaletteItem[] = [
  item('http', 'work', 'http', 'request', () => ({ type: 'task', activity: 'http', with: { method: 'GET', url: '' } })),
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
];

export const itemById: ReadonlyMap<string, PaletteItem> = new Map(paletteItems.map((entry) => [entry.id, entry]));

/** What a drag from the palette carries. */
export const dragType = 'application/x-sagaloom-step';

let dragged: PaletteItem | null = null;

/** While something hovers, the browser tells what kind of data it is, but not the data: so it is kept here. */
export const draggedItem = (): PaletteItem | null => dragged;
export function setDraggedItem(entry: PaletteItem | null): void {
  dragged = entry;
}
