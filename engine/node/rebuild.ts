import type Database from 'better-sqlite3';
import { evolve, initialState, link, plan, type Program, type Recorded } from '../core/index.ts';
import type { JsonObject } from '../core/json.ts';
import type { RunEntry } from '../runtime/entry.ts';
import { entryAfter } from '../runtime/project.ts';
import { journalReader } from './journalReader.ts';
import { runIndex } from './runIndex.ts';

/** Throws the index of runs away and makes it anew from the journal; snapshots go too, and come again. One transaction. */
export function rebuildIndex(database: Database.Database): void {
  const index = runIndex(database);
  const definitions = journalReader(database);
  const linked = new Map<string, Program>();
  const numbers = database.prepare<[], number>('SELECT DISTINCT run FROM journal ORDER BY run').pluck();
  const chunks = database
    .prepare<[number], string>('SELECT events FROM journal WHERE run = ? ORDER BY first_seq')
    .pluck();

  const programOf = (hash: string): Program => {
    const program = linked.get(hash) ?? linkStored(definitions.definition(hash), hash);
    linked.set(hash, program);
    return program;
  };
  const rebuild = database.transaction(() => {
    index.clear();
    database.exec('DELETE FROM snapshots');
    for (const run of numbers.all()) index.restore(run, refold(historyOf(chunks.all(run)), programOf));
  });
  rebuild.immediate();
}

function historyOf(rows: readonly string[]): readonly Recorded[] {
  return rows.flatMap((text) => JSON.parse(text) as Recorded[]);
}

function linkStored(definition: JsonObject | null, hash: string): Program {
  if (!definition) throw new Error(`the definition ${hash} is not in the journal`);
  return link(definition as Parameters<typeof link>[0], hash);
}

function refold(history: readonly Recorded[], programOf: (hash: string) => Program): RunEntry {
  const [first] = history;
  if (first?.type !== 'RunStarted') throw new Error('a history begins with RunStarted');
  const program = programOf(first.hash);
  const state = history.reduce((folded, event) => evolve(program, folded, event), initialState());
  return entryAfter(null, state, history, plan(program, state));
}
