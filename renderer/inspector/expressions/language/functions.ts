import { expressionFunctions } from '@sagaloom/engine/core';

/** How each function is called, in JSONata's own notation; `?` marks what may be left out. Names are the core's. */
const signatures: Readonly<Record<string, string>> = {
  abs: '(number)',
  append: '(array1, array2)',
  assert: '(condition, message?)',
  average: '(numbers)',
  base64decode: '(text)',
  base64encode: '(text)',
  boolean: '(value)',
  ceil: '(number)',
  clone: '(value)',
  contains: '(text, pattern)',
  count: '(array)',
  decodeUrl: '(text)',
  decodeUrlComponent: '(text)',
  distinct: '(array)',
  each: '(object, function)',
  encodeUrl: '(text)',
  encodeUrlComponent: '(text)',
  error: '(message?)',
  exists: '(value)',
  filter: '(array, function)',
  floor: '(number)',
  formatBase: '(number, radix?)',
  formatInteger: '(number, picture)',
  formatNumber: '(number, picture, options?)',
  fromMillis: '(millis, picture?, timezone?)',
  join: '(texts, separator?)',
  keys: '(object)',
  length: '(text)',
  lookup: '(object, key)',
  lowercase: '(text)',
  map: '(array, function)',
  match: '(text, pattern, limit?)',
  max: '(numbers)',
  merge: '(objects)',
  millis: '()',
  min: '(numbers)',
  not: '(value)',
  now: '(picture?, timezone?)',
  number: '(value)',
  pad: '(text, width, char?)',
  parseInteger: '(text, picture)',
  power: '(base, exponent)',
  random: '()',
  reduce: '(array, function, start?)',
  replace: '(text, pattern, replacement, limit?)',
  reverse: '(array)',
  round: '(number, precision?)',
  shuffle: '(array)',
  sift: '(object, function)',
  single: '(array, function)',
  sort: '(array, function?)',
  split: '(text, separator, limit?)',
  spread: '(object)',
  sqrt: '(number)',
  string: '(value, prettify?)',
  substring: '(text, start, length?)',
  substringAfter: '(text, chars)',
  substringBefore: '(text, chars)',
  sum: '(numbers)',
  toMillis: '(timestamp, picture?)',
  trim: '(text)',
  type: '(value)',
  uppercase: '(text)',
  uuid: '()',
  zip: '(array1, array2, …)',
};

export interface FunctionWords {
  readonly name: string;
  readonly signature: string;
}

export const functions: readonly FunctionWords[] = expressionFunctions.map((name) => ({
  name,
  signature: signatures[name] ?? '(…)',
}));

/** The caret belongs behind the call of a function that takes nothing. */
export const takesNothing = (signature: string): boolean => signature === '()';
