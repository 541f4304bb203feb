/**
 * How Node is started for the engine. Nearly all that a step makes is garbage with it: young space larger than this only lets more of
 * it lie about (some 60 MB less in W1; with less still, collecting costs more). With less to begin with, a start is interrupted to
 * collect what it still needs. And what survives is collected once there is as much garbage beside it, not three times as much (another
 * 60 MB).
 */
'use strict';

module.exports = { flags: ['--min-semi-space-size=4', '--max-semi-space-size=8', '--heap-growing-percent=100'] };
