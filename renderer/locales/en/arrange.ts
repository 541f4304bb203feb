export const arrange = {} as const;
