export { Problems } from './Problems.tsx';
export { goToProblem, hasProblems, useProblems } from './problems.ts';
