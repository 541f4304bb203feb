/** Runs listed, filtered, sorted and counted, by the projection `run_list`. */
export { countsOf } from './counts.ts';
export { facetsOf } from './facets.ts';
export { type ListQuery, pageOfList } from './page.ts';
