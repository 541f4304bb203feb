import type { Draft } from './draft.ts';
import { lostComments, retext } from './source/retext.ts';
import { type Source, sourceOf } from './source/source.ts';

/** A document on its own, for whoever runs or deploys it: strict JSON, the drawing last. */
export const printDocument = (document: Draft): string => sourceOf(document).text;

interface Written {
  readonly source: Source;
  readonly document: Draft;
}

const known = new WeakMap<Draft, { readonly source: Source; readonly text: string }>();

/** The file as it would be saved now: as somebody wrote it, but for what was edited since. */
export function textOf({ source, document }: Written): string {
  const seen = known.get(document);
  if (seen?.source === source) return seen.text;
  const text = retext(source, document);
  known.set(document, { source, text });
  return text;
}

/** Comments of the file that what was edited since takes away. */
export const commentsLost = (open: Written): readonly string[] => lostComments(open.source.text, textOf(open));
