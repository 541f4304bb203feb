import { dirname } from 'node:path';
import type { Random } from '../random.ts';
import { Content } from './content.ts';
import type { Note } from './notes.ts';

/** What a power cut may make of what was not synced. */
export type Cut =
  /** Nothing of it is there. */
  | 'none'
  /** All of it, as after SIGKILL. */
  | 'all'
  /** In order up to some point, the last write torn. */
  | 'prefix'
  /** Any of it, in sectors. */
  | 'any';

export const cuts: readonly [Cut, ...Cut[]] = ['none', 'all', 'prefix', 'any'];

export type Files = ReadonlyMap<string, Buffer>;

export type Change = Extract<Note, { kind: 'written' | 'truncated' }>;

/** One file: what is on the disk for certain, and what is not. */
interface Held {
  readonly content: Content;
  pending: Change[];
}

interface Renaming {
  readonly path: string;
  /** Null: it is gone. */
  readonly held: Held | null;
}

/**
 * A folder on a disk that keeps what was synced, and promises nothing of the rest. A file's content is certain once the file was
 * synced, its name once the folder was: by POSIX, which promises less than most file systems keep.
 */
export class Disk {
  private readonly certain = new Map<string, Held>();
  private readonly now = new Map<string, Held>();
  private renamings: Renaming[] = [];

  constructor(files: Files = new Map()) {
    for (const [path, bytes] of files) {
      const held: Held = { content: new Content(bytes), pending: [] };
      this.certain.set(path, held);
      this.now.set(path, held);
    }
  }

  take(note: Note): void {
    const { path } = note;
    const held = this.now.get(path);
    if (note.kind === 'created' || note.kind === 'unlinked') {
      const fresh: Held | null = note.kind === 'created' ? { content: new Content(), pending: [] } : null;
      rename(this.now, { path, held: fresh });
      this.renamings.push({ path, held: fresh });
    } else if (note.kind === 'written' || note.kind === 'truncated') held?.pending.push(note);
    else if (held) held.pending = held.content.take(held.pending);
    else this.syncFolder(path);
  }

  /** The files as the power goes now. */
  cut(how: Cut, random: Random): Files {
    const kept = how === 'none' ? 0 : how === 'all' ? this.renamings.length : random.below(this.renamings.length + 1);
    const names = new Map(this.certain);
    for (const renaming of this.renamings.slice(0, kept)) rename(names, renaming);
    return new Map(Array.from(names, ([path, held]) => [path, left(held, how, random)] as const));
  }

  private syncFolder(folder: string): void {
    const isHere = ({ path }: Renaming): boolean => dirname(path) === folder;
    for (const renaming of this.renamings.filter(isHere)) rename(this.certain, renaming);
    this.renamings = this.renamings.filter((renaming) => !isHere(renaming));
  }
}

function rename(names: Map<string, Held>, { path, held }: Renaming): void {
  if (held) names.set(path, held);
  else names.delete(path);
}

function left({ content, pending }: Held, how: Cut, random: Random): Buffer {
  const copy = content.copy();
  copy.take(kept(pending, how, random));
  return copy.bytes;
}

function kept(pending: readonly Change[], how: Cut, random: Random): readonly Change[] {
  if (how === 'none') return [];
  if (how === 'all') return pending;
  if (how === 'any') return pending.flatMap(sectorsOf).filter(() => random.chance(0.5));
  const whole = pending.slice(0, random.below(pending.length + 1));
  const torn = pending[whole.length];
  const part = torn ? sectorsOf(torn) : [];
  return [...whole, ...part.slice(0, random.below(part.length + 1))];
}

const SECTOR = 512;

function sectorsOf(change: Change): readonly Change[] {
  if (change.kind === 'truncated') return [change];
  const { path, at, data } = change;
  const sectors: Change[] = [];
  for (let from = 0; from < data.length;) {
    const size = SECTOR - ((at + from) % SECTOR);
    sectors.push({ kind: 'written', path, at: at + from, data: data.subarray(from, from + size) });
    from += size;
  }
  return sectors;
}
