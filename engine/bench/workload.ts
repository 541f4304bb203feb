/** W1: steps of a run. */
export const STEPS = 10;
/** W2: branches of a run. */
export const BRANCHES = 100;

export type Shape = 'chain' | 'fanOut';
