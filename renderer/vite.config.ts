import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // Whoever serves the page puts a fresh nonce in this place with every response (style tags need one under the CSP).
  html: { cspNonce: '__CSP_NONCE__' },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0, // the CSP refuses data: URLs
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
  },
});
