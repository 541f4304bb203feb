import { clockContract } from '../runtime/testing/clock-contract.ts';
import { journalContract } from '../runtime/testing/journal-contract.ts';
import { storesContract } from '../runtime/testing/stores-contract.ts';
import { memoryJournal } from './journal.ts';
import { memoryStores } from './stores.ts';
import { virtualClock } from './virtualClock.ts';

journalContract('the journal in memory', async () => ({ journal: memoryJournal(), remove: async () => {} }));

storesContract('what is kept in memory', async () => ({ stores: memoryStores(), remove: async () => {} }));

clockContract('virtual time', () => {
  const clock = virtualClock(1_000_000);
  return { clock, pass: async (ms) => clock.advance(ms) };
});
