/**
 * DA5: what one evaluation may use. All are counts, never times, so that a limit strikes alike on every replay.
 * Changing one changes behaviour: it belongs to the number of the core's semantics.
 */
export const limits = {
  /** Characters of one expression's source. */
  sourceLength: 16_384,
  /** Nesting of its syntax tree; the evaluator descends it on the host's own stack. */
  syntaxDepth: 100,
  /** Work of one evaluation: nodes evaluated, plus the size of what built-ins read and write. About a second at most. */
  steps: 1_000_000,
  /** Evaluations begun and not ended: calls within calls, and the fields of objects and arrays, which are under way together. */
  callDepth: 20_000,
  /** Items of a sequence: ranges, paths through arrays, `$map`. Some of the library's built-ins are quadratic in it. */
  sequenceLength: 20_000,
  /** Characters of any string on the way. */
  stringLength: 1_048_576,
  /** Objects, arrays and scalars in any value on the way. */
  valueSize: 1_000_000,
  /** Nesting of a result. */
  resultDepth: 100,
  /** DA8: bytes of a result as JSON. */
  resultBytes: 262_144,
  /** Characters of a picture of `$formatNumber`, `$fromMillis` and their like. */
  pictureLength: 256,
} as const;
