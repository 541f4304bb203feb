import type { Success } from './schema-transport.ts';

const goodByDefault: Success = ['2xx'];

/** Whether an answer of this status is no error. */
export function isSuccess(status: number, rule: Success = goodByDefault): boolean {
  return rule.some((each) => (typeof each === 'number' ? each === status : each[0] === String(status)[0]));
}
