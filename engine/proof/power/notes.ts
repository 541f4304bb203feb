/** What the shim noted (shim.c), in order. */
export type Note =
  | { readonly kind: 'created' | 'synced' | 'unlinked'; readonly path: string }
  | { readonly kind: 'written'; readonly path: string; readonly at: number; readonly data: Buffer }
  | { readonly kind: 'truncated'; readonly path: string; readonly size: number };

const HEAD = 24;

/** A last note that is not whole is left out: the process was killed over it. */
export function notesIn(log: Buffer): readonly Note[] {
  const notes: Note[] = [];
  let from = 0;
  while (from + HEAD <= log.length) {
    const kind = String.fromCharCode(log.readUInt32LE(from));
    const nameSize = log.readUInt32LE(from + 4);
    const at = Number(log.readBigUInt64LE(from + 8));
    const size = Number(log.readBigUInt64LE(from + 16));
    const data = from + HEAD + nameSize;
    if (data + size > log.length) break;
    const path = log.toString('utf8', from + HEAD, data);
    notes.push(noteOf(kind, path, at, log.subarray(data, data + size)));
    from = data + size;
  }
  return notes;
}

function noteOf(kind: string, path: string, at: number, data: Buffer): Note {
  switch (kind) {
    case 'C':
      return { kind: 'created', path };
    case 'S':
      return { kind: 'synced', path };
    case 'U':
      return { kind: 'unlinked', path };
    case 'T':
      return { kind: 'truncated', path, size: at };
    case 'W':
      return { kind: 'written', path, at, data };
    default:
      throw new Error(`the shim noted something unknown: ${kind}`);
  }
}
