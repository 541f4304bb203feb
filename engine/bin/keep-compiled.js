/**
 * What was compiled once is kept in the user's own cache folder, so nobody else can put code there. Asked for before the first
 * TypeScript is loaded: what strips its types takes longer to load than many a command.
 */
'use strict';
const { enableCompileCache } = require('node:module');
const { homedir } = require('node:os');
const path = require('node:path');

enableCompileCache(path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'sagaloom', 'compiled'));
