import './engine/bin/need-node.js';
import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'engine', include: ['engine/**/*.test.ts'], exclude } },
      { test: { name: 'renderer', include: ['renderer/**/*.test.{ts,tsx}'], exclude, environment: 'happy-dom' } },
      { test: { name: 'electron', include: ['electron/**/*.test.ts'], exclude } },
      { test: { name: 'examples', include: ['examples/**/*.test.ts'], exclude } },
      { test: { name: 'scripts', include: ['scripts/**/*.test.ts'], exclude } },
    ],
  },
});
