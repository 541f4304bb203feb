import path from 'node:path';

export const root = path.dirname(import.meta.dirname);

export const inRoot = (...parts: string[]): string => path.join(root, ...parts);
