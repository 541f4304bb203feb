/** The engine without disk, clock or chance: previews in the browser, explorations, tests, `sagaloom run --virtual-time`. */
export { countedIds } from './countedIds.ts';
export { type FinishedRun, type MemoryHost, memoryHost, type MemoryHostOptions } from './host.ts';
export { memoryJournal } from './journal.ts';
export { type Mock, type Mocks, mocksSchema } from '../runtime/scripted/mocks.ts';
export { memoryStores } from './stores.ts';
export { passTime, passTimeUntil } from './passTime.ts';
export { replay, type Replayed } from './replay.ts';
export { scriptedActivities, type ScriptedActivities, type ScriptedOptions } from '../runtime/scripted/scripted.ts';
export { virtualClock, type VirtualClock } from './virtualClock.ts';
export { type Waiting, waitingIn } from './waiting.ts';
