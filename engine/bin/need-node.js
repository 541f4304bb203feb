/**
 * Stops with one clear line on a Node that cannot run the sources. Plain CommonJS, so that any Node can read it.
 * On Linux x64 the right Node comes with the install; elsewhere the one on the PATH has to be recent.
 */
'use strict';

/** Types are stripped without a flag, and every dependency loads, from 22.19 on. */
const MAJOR = 22;
const MINOR = 19;

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < MAJOR || (major === MAJOR && minor < MINOR) || (major === 23 && minor < 6)) {
  console.error(
    `Sagaloom needs Node ${MAJOR}.${MINOR} or later; this is ${process.versions.node}. Run it through npm after \`npm ci\`, or install a newer Node.`,
  );
  process.exit(4);
}
