import './engine/bin/need-node.js';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const project = (name: string, files: string, environment: 'node' | 'happy-dom' = 'node') => ({
  extends: true as const,
  test: { name, include: [`${name}/**/${files}`], exclude: ['**/node_modules/**', '**/dist/**'], environment },
});

export default defineConfig({
  test: {
    // Generous: a slow machine is no bug. What has to be quick says so in its own test.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Most tests wait for processes and servers: two at a time also on two cores, where one is the default.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      project('engine', '*.test.ts'),
      project('renderer', '*.test.{ts,tsx}', 'happy-dom'),
      project('electron', '*.test.ts'),
      project('examples', '*.test.ts'),
      project('scripts', '*.test.ts'),
    ],
  },
});
