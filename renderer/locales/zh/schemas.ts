export const schemas = {} as const;
