export const compare = {
  'compare.title': '{left} 与 {right}',
} as const;
