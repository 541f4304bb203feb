/** What a command leaves to a person: places that are stuck, and effects that nobody undid. */
import type { AttentionItem, RunSummary } from '../../contract/types.ts';
import type { Place } from '../../core/event.ts';
import { type Access, asked } from '../access/client.ts';
import { oneLine, say } from '../terminal.ts';
import { stuckAt } from '../text/stuck.ts';

export async function sayRemaining(run: RunSummary, { client }: Access): Promise<void> {
  const lines = run.endedAt === null ? await stuckIn(run, client) : await leftBy(run, client);
  for (const line of lines) say(oneLine(line));
}

async function stuckIn({ runId, attention }: RunSummary, { runs }: Access['client']): Promise<readonly string[]> {
  if (attention === 0) return [];
  const all = await asked(runs.attention());
  return all.ok ? all.value.filter((item) => item.runId === runId).map(stuckLine) : [];
}

function stuckLine({ runId, path, visit, kind, error }: AttentionItem): string {
  const why = error.message.replace(/[.\s]*$/, '');
  const { what, repair } = stuckAt({ runId, path, visit, isUndo: kind === 'undo', why });
  return `${what}. ${repair}`;
}

/** After a run's end little is recorded, if anything. */
const AFTER_THE_END = 20;

async function leftBy({ runId, events }: RunSummary, { runs }: Access['client']): Promise<readonly string[]> {
  const last = await asked(runs.history({ runId, after: Math.max(0, events - AFTER_THE_END) }));
  const end = last.ok ? last.value.items.findLast(({ type }) => type === 'RunEnded') : undefined;
  return end?.type === 'RunEnded' ? end.left.map(leftLine) : [];
}

const leftLine = ({ path, visit }: Place): string =>
  `Not undone: ${path}${visit > 1 ? ` (visit ${visit})` : ''}. What it did remains; undo it by hand if it must not.`;
