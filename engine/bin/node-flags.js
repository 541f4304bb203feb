/**
 * How Node is started for the engine. Nearly all that a step makes is garbage with it.
 *
 * Young space larger than this only lets more of it lie about (some 60 MB less in W1; with less still, collecting costs more). With less
 * to begin with, a start is interrupted to collect what it still needs.
 *
 * Left to itself V8 finds, on one start in two, that what runs hold lives long, and from then on makes it in old space: there it is
 * dead soon, and all that it points to counts as alive until the next full collection. Every run was then copied twice, and a step
 * took a third longer.
 *
 * What survives is half a megabyte: to share that out among threads costs more than to copy it.
 */
'use strict';

module.exports = {
  flags: [
    '--min-semi-space-size=4',
    '--max-semi-space-size=8',
    '--no-allocation-site-pretenuring',
    '--no-parallel-scavenge',
  ],
};
