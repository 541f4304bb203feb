/**
 * How Node is started for the engine. Nearly all that a step makes is garbage with it: young space larger than this only lets more of
 * it lie about (some 60 MB less in W1; with less still, collecting costs more). With less to begin with, a start is interrupted to
 * collect what it still needs.
 */
'use strict';

module.exports = { flags: ['--min-semi-space-size=4', '--max-semi-space-size=8'] };
