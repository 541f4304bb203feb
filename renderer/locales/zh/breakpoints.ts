export const breakpoints = {} as const;
