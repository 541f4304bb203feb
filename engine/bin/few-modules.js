/**
 * Zod's messages in some sixty languages are a module each, loaded with it and never asked for: it says its own in English, and we
 * say ours. Without them a command starts a tenth sooner. Where this Node has no such hooks, they are loaded.
 */
'use strict';
const { registerHooks } = require('node:module');

const NOTHING = { url: 'data:text/javascript,export {}', format: 'module', shortCircuit: true };

registerHooks?.({
  resolve: (specifier, context, next) =>
    specifier === '../locales/index.js' && context.parentURL?.includes('/zod/') ? NOTHING : next(specifier, context),
});
