/** The activities that can be run here: those of the engine, of the workspace, and of workers elsewhere. */
import type { ActivityInfo } from '@sagaloom/engine/contract';
import { create } from 'zustand';
import { checkAgainst } from '../document/index.ts';
import { en } from '../locales/en/index.ts';
import type { MessageKey, Translate } from '../locales/index.ts';
import { engine } from '../rpc/index.ts';

interface ActivitiesState {
  readonly all: readonly ActivityInfo[];
  readonly byName: ReadonlyMap<string, ActivityInfo>;
}

export const useActivities = create<ActivitiesState>(() => ({ all: [], byName: new Map() }));

export function setActivities(all: readonly ActivityInfo[]): void {
  checkAgainst(all);
  useActivities.setState({ all, byName: new Map(all.map((each) => [each.name, each])) });
}

export async function loadActivities(): Promise<void> {
  setActivities(await engine.activities.list());
}

/** Null: nobody here offers it. */
export function useActivity(name: string): ActivityInfo | null {
  return useActivities(({ byName }) => byName.get(name) ?? null);
}

/** Those of the engine have words in both languages; others speak for themselves. */
export function activityLabel({ name, source }: ActivityInfo, t: Translate): string {
  const key = `palette.${name}.name`;
  return source === 'builtin' && isKey(key) ? t(key) : name;
}

export function activityAbout({ name, source, summary }: ActivityInfo, t: Translate): string {
  const key = `palette.${name}.about`;
  return source === 'builtin' && isKey(key) ? t(key) : summary;
}

/** What of it was never tried for real; null where all of it was. */
export function activityUnverified({ name, source, unverified }: ActivityInfo, t: Translate): string | null {
  const key = `palette.${name}.unverified`;
  return unverified !== null && source === 'builtin' && isKey(key) ? t(key) : unverified;
}

const isKey = (key: string): key is MessageKey => Object.hasOwn(en, key);
