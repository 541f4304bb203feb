export { Problems } from './Problems.tsx';
export { useProblems } from './problems.ts';
