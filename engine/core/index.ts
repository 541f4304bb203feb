/** The pure core: no clock, no randomness, no I/O, no Node, no DOM. */
export * from './json.ts';
export * from './failure.ts';
export * from './duration.ts';
export * from './event.ts';
export * from './command.ts';
export * from './effect.ts';
export * from './view.ts';
export * from './diagnostic.ts';
export * from './definition/document.ts';
export * from './validate.ts';
export { foldView, viewOf } from './fold.ts';
export { link, type Program } from './machine/program.ts';
export { initialState, type RunState } from './machine/state.ts';
export { evolve } from './machine/evolve.ts';
export { plan } from './machine/plan.ts';
export { decide, type Decided, type DecideInput } from './machine/decide.ts';
export { stuckCount } from './machine/status.ts';
export * from './expression/index.ts';
