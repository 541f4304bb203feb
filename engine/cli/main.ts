/** The command line. Starts fast: see keep-compiled.js. */
import '../bin/keep-compiled.js';

const { startCli } = await import('./start.ts'); // not before the cache is there
await startCli(process.argv);
