import type { AttemptResult } from '../../core/command.ts';
import type { Failure } from '../../core/failure.ts';
import type { Json } from '../../core/json.ts';
import { type ActivityContext, completed, failed } from '../activity.ts';
import { type Folder, NoSuchFolder, openFolder, openWithin } from '../workspace/folder.ts';
import { type FileUse, locate, segmentsOf } from '../workspace/paths.ts';
import { append, copy, type Doing, move, read, remove, stat, write } from './actions.ts';
import { failureOf } from './failures.ts';
import type { Trace } from './put.ts';
import { lookAt, type Spot } from './regular.ts';
import { type Action, DEFAULT_ENTRIES, type FileInput } from './schema.ts';
import { serially } from './serially.ts';
import { entriesOf } from './tree.ts';

/** What the path, and then the other one, are used for. */
const uses: Record<Action, FileUse> = {
  read: 'read',
  list: 'read',
  stat: 'read',
  copy: 'read',
  write: 'write',
  append: 'write',
  move: 'write',
  remove: 'write',
  makeFolder: 'write',
};

/** They put something there, so the way to it is made. */
const making: ReadonlySet<Action> = new Set(['write', 'append']);

export async function perform(input: FileInput, context: ActivityContext, signal: AbortSignal): Promise<AttemptResult> {
  const trace: Trace = { isTouched: false };
  try {
    signal.throwIfAborted();
    const done =
      input.action === 'list' ? await list(input, context, signal) : await act(input, context, signal, trace);
    return 'refused' in done ? failed(done.refused) : completed(done.output);
  } catch (error) {
    const effect = trace.isTouched ? 'unknown' : 'none';
    if (signal.aborted)
      return failed({ type: 'cancelled', message: `${input.action} of ${input.path} was stopped.`, effect });
    return failed(failureOf(error, input.path, effect));
  }
}

type Done = { readonly output: Json } | { readonly refused: Failure };

async function list(
  { path, glob = '*', maxEntries = DEFAULT_ENTRIES }: FileInput,
  { place }: ActivityContext,
  signal: AbortSignal,
): Promise<Done> {
  const found = segmentsOf(path, 'read');
  if (!found.ok) return { refused: found.error };
  const folder = await openFolder(place.workspace, found.segments);
  try {
    const entries = await entriesOf(folder, found.segments.join('/') || '.', glob, maxEntries, signal);
    return { output: { entries } };
  } finally {
    await folder.close();
  }
}

async function act(input: FileInput, context: ActivityContext, signal: AbortSignal, trace: Trace): Promise<Done> {
  const { action, path, to } = input;
  const from = locate(path, uses[action]);
  if (!from.ok) return { refused: from.error };
  const target = to === undefined ? null : locate(to, 'write');
  if (target?.ok === false) return { refused: target.error };
  const { workspace } = context.place;
  const keys = [from.path, ...(target === null ? [] : [target.path])].map((each) => `${workspace}\0${each}`);
  return serially(keys, async () => {
    if (action === 'makeFolder') return { output: await makeFolder(workspace, from.folders, from.name, from.path) };
    const folder = await way(workspace, from.folders, action);
    if (folder === null) return { output: await nowhere(action, from.path) };
    try {
      const spot: Spot = { folder, name: from.name, path: from.path };
      const doing: Doing = { input, spot, trace, context, signal };
      if (target === null) return { output: (await single[action]?.(doing)) ?? null };
      const there = await openFolder(workspace, target.folders, { make: true });
      try {
        const other: Spot = { folder: there, name: target.name, path: target.path };
        return { output: await (action === 'copy' ? copy : move)(doing, other) };
      } finally {
        await there.close();
      }
    } finally {
      await folder.close();
    }
  });
}

const single: Partial<Record<Action, (doing: Doing) => Promise<Json>>> = { read, write, append, stat, remove };

/** Null: there is no such way, and nothing that the action would mind. */
async function way(workspace: string, folders: readonly string[], action: Action): Promise<Folder | null> {
  try {
    return await openFolder(workspace, folders, { make: making.has(action) });
  } catch (error) {
    if (error instanceof NoSuchFolder && (action === 'stat' || action === 'remove')) return null;
    throw error;
  }
}

async function nowhere(action: Action, path: string): Promise<Json> {
  if (action === 'remove') return { path, removed: false };
  return { path, exists: false, type: null, size: null, modifiedAt: null, etag: null };
}

async function makeFolder(workspace: string, folders: readonly string[], name: string, path: string): Promise<Json> {
  const outer = await openFolder(workspace, folders, { make: true });
  try {
    const made = (await lookAt({ folder: outer, name, path })) === null;
    await (await openWithin(outer, name, true)).close();
    return { path, made };
  } finally {
    await outer.close();
  }
}
