export const compare = {
  'compare.title': '{left} and {right}',
} as const;
