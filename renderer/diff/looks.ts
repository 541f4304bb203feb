import {
  ArrowRightLeft,
  FileCog,
  type LucideIcon,
  Minus,
  Move,
  PenLine,
  Plus,
  Tag,
  Unlink,
  Workflow,
  Link,
} from 'lucide-react';
import { type Outline, outlineOf } from '../document/index.ts';
import type { Translate } from '../locales/index.ts';
import type { Diff, Difference } from './diff-of.ts';

type Kind = Difference['kind'];

/** Never by colour alone: a glyph and a word each. */
export const icons: Readonly<Record<Kind, LucideIcon>> = {
  added: Plus,
  removed: Minus,
  changed: PenLine,
  renamed: Tag,
  moved: ArrowRightLeft,
  connected: Link,
  disconnected: Unlink,
  placed: Move,
  document: FileCog,
  drawing: Workflow,
};

export type Tone = 'ok' | 'bad' | 'warn' | 'flow' | 'quiet';

export const tones: Readonly<Record<Kind, Tone>> = {
  added: 'ok',
  removed: 'bad',
  changed: 'warn',
  renamed: 'warn',
  moved: 'flow',
  connected: 'ok',
  disconnected: 'bad',
  placed: 'quiet',
  document: 'warn',
  drawing: 'quiet',
};

/** Only the drawing: no run would notice. */
export const isOfDrawing = ({ kind }: Difference): boolean => kind === 'placed' || kind === 'drawing';

export interface Words {
  readonly title: string;
  /** What more there is to say of it. */
  readonly detail: string;
}

export function wordsOf(difference: Difference, { before, after, t }: Names): Words {
  const now = (id: string): string => after.steps.get(id)?.label ?? before.steps.get(id)?.label ?? id;
  switch (difference.kind) {
    case 'document':
      return { title: t('diff.workflow'), detail: countOf(difference.fields.length, t) };
    case 'drawing':
      return { title: t('diff.drawn'), detail: countOf(difference.fields.length, t) };
    case 'changed':
      return { title: now(difference.step), detail: countOf(difference.fields.length, t) };
    case 'renamed':
      return { title: difference.step, detail: t('diff.wasCalled', { name: difference.before }) };
    case 'moved':
      return {
        title: now(difference.step),
        detail: t('diff.fromBlock', { from: block(difference.from, now, t), to: block(difference.to, now, t) }),
      };
    case 'connected':
    case 'disconnected': {
      const { from, to } = difference;
      if ('block' in from) return { title: block(from.block, now, t), detail: t('diff.startsWith', { to: now(to) }) };
      return { title: now(from.step), detail: t('diff.leadsTo', { from: now(from.step), to: now(to) }) };
    }
    default:
      return { title: now(difference.step), detail: '' };
  }
}

export interface Names {
  readonly before: Outline;
  readonly after: Outline;
  readonly t: Translate;
}

export const namesOf = (
  documents: readonly [Parameters<typeof outlineOf>[0], Parameters<typeof outlineOf>[0]],
  t: Translate,
): Names => ({
  before: outlineOf(documents[0]),
  after: outlineOf(documents[1]),
  t,
});

const countOf = (count: number, t: Translate): string => t('diff.fieldCount', { count });

function block(key: string, nameOf: (id: string) => string, t: Translate): string {
  if (key === '') return t('diff.topLevel');
  const [owner = '', name = ''] = key.split('/');
  return name === 'body' ? nameOf(owner) : `${nameOf(owner)} / ${name}`;
}

/** The step a difference is about, as the drawing of both has it; null for the workflow. */
export function stepOf(difference: Difference, { namesBefore }: Diff): string | null {
  if ('step' in difference) return difference.step;
  if (difference.kind !== 'connected' && difference.kind !== 'disconnected') return null;
  const { from, to } = difference;
  const id = 'step' in from ? from.step : to;
  const renamed = [...namesBefore].find(([, old]) => old === id);
  return difference.kind === 'disconnected' ? (renamed?.[0] ?? id) : id;
}
