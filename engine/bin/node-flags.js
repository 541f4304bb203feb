/**
 * How Node is started for the engine. Nearly all that a step makes is garbage with it: young space larger than this only lets more of
 * it lie about (some 60 MB less in W1; with less still, collecting costs more).
 */
'use strict';

module.exports = { flags: ['--max-semi-space-size=8'] };
