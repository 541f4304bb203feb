export const expressions = {} as const;
