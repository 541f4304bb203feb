/** What the list of all runs is asked for, as it stands in the address of the page: small, since the window starts with it. */
import type { RunSort } from '@sagaloom/engine/contract';
import { create } from 'zustand';

export interface RunsLink {
  readonly text: string;
  readonly sort: RunSort;
}

const newest: RunSort = { by: 'started', order: 'desc' };
const names = ['started', 'ended', 'duration', 'workflow', 'status', 'events'] as const;

export const useRunsLink = create<RunsLink>(() => ({ text: '', sort: newest }));

/** `#runs`, `#runs=status:failed`, `#runs=…&sort=duration:desc`. */
export function hashOfRuns({ text, sort }: RunsLink): string {
  const isPlain = sort.by === newest.by && sort.order === newest.order;
  const query = text === '' ? '' : `=${encodeURIComponent(text)}`;
  return `#runs${query}${isPlain ? '' : `&sort=${sort.by}:${sort.order}`}`;
}

/** Null for what is no such link. */
export function runsLinkIn(hash: string): RunsLink | null {
  const found = /^#runs(?:=(?<text>[^&]*))?(?:&sort=(?<by>[a-z]+):(?<order>asc|desc))?$/u.exec(hash)?.groups;
  if (!found) return null;
  const by = names.find((name) => name === found['by']);
  const order = found['order'] === 'asc' ? 'asc' : 'desc';
  try {
    return { text: decodeURIComponent(found['text'] ?? ''), sort: by ? { by, order } : newest };
  } catch {
    return null;
  }
}
