import { readFileSync } from 'node:fs';
import path from 'node:path';
import { memoryHost, mocksSchema } from '@sagaloom/engine/memory';
import { expect, test } from 'vitest';

const workflows = [readFileSync(path.join(import.meta.dirname, 'nightly-report.saga.json'), 'utf8')];
const mocks = mocksSchema.parse({
  sales: [{ return: { status: 200, headers: {}, body: { items: [{ cents: 5 }, { cents: 7 }] } } }],
  report: [{ return: { status: 201, headers: {}, body: {} } }],
});
const HOUR = 3_600_000;

/** The days whose report was made, in order; the memory host's ids say which runs there are. */
async function daysOf(host: Awaited<ReturnType<typeof memoryHost>>): Promise<readonly string[]> {
  const [schedule] = await host.engine.schedules();
  const days: string[] = [];
  for (const { runId } of schedule?.recent ?? []) {
    if (runId === null) continue;
    const { status, output } = await host.view(runId);
    expect(status).toBe('completed');
    days.push((output as { day: string }).day);
  }
  return days.toSorted();
}

test('[LI5] a machine that was off for three nights makes each report once when it is on again', async () => {
  const now = Date.parse('2026-03-27T12:00:00Z'); // the clocks go forward in the night to the 29th, from two to three
  const before = await memoryHost({ workflows, mocks, now });
  await before.pass('14h');
  expect(await daysOf(before)).toEqual(['2026-03-28']);
  await before.close();
  before.clock.advance(70 * HOUR);
  const after = await memoryHost({ workflows, mocks, from: before });
  await after.pass('1h');
  expect(await daysOf(after)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31']);
  await after.close();
});
