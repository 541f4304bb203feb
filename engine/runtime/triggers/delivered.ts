/** LI5. What became of a delivery. All is durable when it is said. */
export type Delivered =
  | { readonly kind: 'started'; readonly runId: string }
  /** There was one with this key: this is the run it started, if it started one. */
  | { readonly kind: 'duplicate'; readonly runId: string }
  /** `when` was false. */
  | { readonly kind: 'passed' }
  /** It will never start one as it is: `invalid`, `notFound`, `full` and so on, and why in one line. */
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string };
