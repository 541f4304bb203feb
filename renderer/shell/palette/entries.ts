import { LayoutTemplate, type LucideIcon } from 'lucide-react';
import { canvasControls } from '../../canvas/acts/controls.ts';
import { findDocument, outlineOf, useDocuments } from '../../document/index.ts';
import type { Translate } from '../../locales/index.ts';
import { recentIds, used } from '../../palette/recent.ts';
import { type Range, searched } from '../../ui/index.ts';
import { commands } from '../commands/index.ts';
import { openFile } from '../files/files.ts';
import { beginWith, type Template, templateAbout } from '../files/templates/templates.ts';
import { useWorkspace } from '../files/workspace.ts';
import { keysLabel } from '../keys.ts';

/** What the palette offers: a command, a step of the drawing in front, a file, or an example to begin with. */
export interface Entry {
  readonly id: string;
  readonly group: 'recent' | 'commands' | 'steps' | 'files' | 'templates';
  readonly icon: LucideIcon | null;
  readonly text: string;
  readonly ranges: readonly Range[];
  /** Where it is, a step's id, the reason why it cannot be done. */
  readonly note: string;
  readonly keys: string | null;
  readonly isPossible: boolean;
  readonly run: () => void;
}

type Offer = Omit<Entry, 'ranges'>;

/** More than anybody reads; what is typed brings the others up. */
const most = 80;

/** `@` asks for steps, `>` for commands; else commands, then files, examples, then steps. The best match first, what was used last first of all. */
export function entriesFor(typed: string, t: Translate, templates: readonly Template[] = []): readonly Entry[] {
  const prefix = /^\s*[@>]/.exec(typed)?.[0].trim() ?? '';
  const sought = typed.trim().slice(prefix.length);
  const offers = [
    ...(prefix === '@' ? [] : commandOffers(t)),
    ...(prefix === '' ? fileOffers() : []),
    ...(prefix === '' && sought !== '' ? templates.map((template) => templateOffer(template, t)) : []),
    ...(prefix === '@' || (prefix === '' && sought !== '') ? stepOffers() : []),
  ];
  const found = searched(
    offers,
    sought,
    ({ text }) => text,
    ({ note, id }) => `${note} ${id}`,
  );
  const entries = found.map(({ item, ranges }): Entry => ({ ...item, ranges }));
  return (sought === '' ? recentFirst(entries) : possibleFirst(entries)).slice(0, most);
}

const shownRecent = 5;

function recentFirst(entries: readonly Entry[]): readonly Entry[] {
  const recent = recentIds('commands')
    .flatMap((id) => entries.find((entry) => entry.id === id && entry.isPossible) ?? [])
    .slice(0, shownRecent)
    .map((entry): Entry => ({ ...entry, group: 'recent' }));
  const ids = new Set(recent.map(({ id }) => id));
  return [...recent, ...possibleFirst(entries.filter(({ id }) => !ids.has(id)))];
}

function possibleFirst(entries: readonly Entry[]): readonly Entry[] {
  return [...entries.filter(({ isPossible }) => isPossible), ...entries.filter(({ isPossible }) => !isPossible)];
}

function commandOffers(t: Translate): readonly Offer[] {
  return commands.flatMap(
    ({ id, title, words, icon, keys, localKeys, place, isEnabled, whyNot, run }): readonly Offer[] => {
      if (id === 'palette' || !(isEnabled?.() ?? true)) return [];
      const why = whyNot?.() ?? null;
      const bound = keys ?? localKeys;
      return [
        {
          id,
          group: 'commands',
          icon,
          text: words?.(t) ?? t(title),
          note: why === null ? (place === undefined ? '' : t(place)) : t(why),
          keys: bound === undefined ? null : keysLabel(bound),
          isPossible: why === null,
          run: () => {
            used('commands', id);
            run();
          },
        },
      ];
    },
  );
}

function fileOffers(): readonly Offer[] {
  return useWorkspace.getState().files.map(({ path }) => ({
    id: `file:${path}`,
    group: 'files',
    icon: null,
    text: path,
    note: '',
    keys: null,
    isPossible: true,
    run: () => {
      used('commands', `file:${path}`);
      void openFile(path);
    },
  }));
}

function templateOffer(template: Template, t: Translate): Offer {
  return {
    id: `template:${template.id}`,
    group: 'templates',
    icon: LayoutTemplate,
    text: t('files.template.newFrom', { name: template.name }),
    note: templateAbout(template, t),
    keys: null,
    isPossible: true,
    run: () => beginWith(template),
  };
}

function stepOffers(): readonly Offer[] {
  const active = useDocuments.getState().activeId;
  const open = active === null ? null : findDocument(active);
  if (!open) return [];
  return [...outlineOf(open.document).steps.values()].map(({ id, label, type }) => ({
    id: `step:${id}`,
    group: 'steps',
    icon: null,
    text: label,
    note: label === id ? type : id,
    keys: null,
    isPossible: true,
    run: () => canvasControls()?.goTo(id),
  }));
}
