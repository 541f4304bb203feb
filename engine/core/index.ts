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
