export * from './asked.ts';
export { readRunsText, type RunsRead } from './parse.ts';
export { runsText } from './print.ts';
export { filterOf } from './resolve.ts';
