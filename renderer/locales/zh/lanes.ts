export const lanes = {} as const;
