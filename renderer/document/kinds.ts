/** What kinds of step there are, by what an editor has to know of them. */
const withBody: ReadonlySet<string> = new Set(['saga', 'try', 'map']);
const effectful: ReadonlySet<string> = new Set(['task', 'emit', 'child']);

/** Its own `start` and `steps` are a block. */
export const hasBody = (type: unknown): boolean => typeof type === 'string' && withBody.has(type);

/** Holds blocks. */
export const isComposite = (type: unknown): boolean => type === 'parallel' || hasBody(type);

/** Has attempts, and an effect that can be undone (SG1). */
export const isEffectful = (type: unknown): boolean => typeof type === 'string' && effectful.has(type);
