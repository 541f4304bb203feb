/** `--import`ed, the fault: secrets are taken out of nothing. The proof must find them then. */
import { registerHooks } from 'node:module';

registerHooks({
  load: (url, context, next) =>
    url.endsWith('/performing/scrub.ts')
      ? { format: 'module', source: 'export const scrubber = () => (value) => value;', shortCircuit: true }
      : next(url, context),
});
