/** Zod as the workspace's code gets it from a bundle, in which there are no packages. */
export * from 'zod';
