import { basename } from 'node:path';
import type { Recorded } from '../../core/index.ts';
import { attemptsBegun } from '../rules/stored.ts';
import type { Note } from './notes.ts';

/** What the engine had said before the power went, and must know afterwards. */
export type Said =
  | { readonly runId: string; readonly started: true }
  | { readonly runId: string; readonly begun: string }
  | { readonly runId: string; readonly shown: number };

export function saidIn(note: Note): readonly Said[] {
  if (note.kind !== 'written' || !basename(note.path).startsWith('said-')) return [];
  const lines = note.data.toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Said);
}

/** HO1: a start that was acknowledged, an attempt that was begun, an event that was shown: each is in the history. */
export function lostOf(said: readonly Said[], histories: ReadonlyMap<string, readonly Recorded[]>): readonly string[] {
  const begun = new Map(Array.from(histories, ([runId, events]) => [runId, attemptsBegun(events)] as const));
  return said.flatMap((one) => {
    const events = histories.get(one.runId);
    if (!events) return [`${one.runId} was acknowledged, and is not there`];
    if ('begun' in one && begun.get(one.runId)?.has(one.begun) !== true)
      return [`${one.runId}: ${one.begun} was begun, and the history does not know it`];
    if ('shown' in one && one.shown > events.length)
      return [`${one.runId}: ${one.shown} events were shown, and ${events.length} are there`];
    return [];
  });
}
