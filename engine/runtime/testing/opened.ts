import { onTestFinished } from 'vitest';
import type { Recorded } from '../../core/index.ts';
import { countedIds } from '../../memory/countedIds.ts';
import { memoryJournal } from '../../memory/journal.ts';
import { virtualClock } from '../../memory/virtualClock.ts';
import { type Engine, openRuntime } from '../engine.ts';
import type { Activities, Append, Appended, Journal } from '../ports.ts';
import { type definitionOf, request } from './documents.ts';
import { completed } from './held-activities.ts';

export const START = Date.parse('2026-01-01T00:00:00Z');
export const instant: Activities = { perform: async ({ stepId }) => completed(stepId) };

/** A journal that counts, and that a test can interfere with. */
export function watched(journal: Journal = memoryJournal()) {
  const appends: Append[] = [];
  const watchedJournal = { ...journal, before: null as ((change: Append) => Promise<Appended | null>) | null, appends };
  watchedJournal.append = async (change) => {
    const instead = await watchedJournal.before?.(change);
    if (instead) return instead;
    const appended = await journal.append(change);
    if (appended.kind === 'appended') appends.push(change);
    return appended;
  };
  return watchedJournal;
}

export async function open(activities: Activities, journal: Journal = memoryJournal(), clock = virtualClock(START)) {
  const warnings: string[] = [];
  const onWarning = (message: string): number => warnings.push(message);
  const engine = await openRuntime({ journal, clock, ids: countedIds(), activities, onWarning });
  onTestFinished(() => engine.close());
  return { engine, clock, warnings, journal };
}

export async function started(
  engine: Engine,
  definition: ReturnType<typeof definitionOf>,
  runId = 'r',
): Promise<string> {
  const outcome = await engine.start(request(definition, { runId }));
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  return outcome.entry.runId;
}

export async function historyOf(journal: Journal, runId: string): Promise<readonly Recorded[]> {
  return journal.history(runId, 0, Infinity);
}

export const typesIn = (history: readonly Recorded[]): readonly string[] => history.map(({ type }) => type);
