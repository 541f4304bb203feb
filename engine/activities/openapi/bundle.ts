import type { Json } from '../../core/json.ts';

/** A document and those it refers to, read whole; all else here is a pure function of it. */
export interface Bundle {
  /** Of the document itself, in `files`. */
  readonly root: string;
  /** By path within the workspace, or by URL. */
  readonly files: ReadonlyMap<string, Json>;
}

/** Something in a bundle, with the file that its references are relative to. */
export interface Located {
  readonly file: string;
  readonly value: Json;
}

/** What is wrong with a document; the message is a whole sentence. */
export class DocumentError extends Error {}

/** Of a document that nobody else belongs to. */
export const bundleOf = (document: Json): Bundle => ({ root: '', files: new Map([['', document]]) });
