import { join } from 'node:path';
import type { Figures } from '../measure/figures.ts';
import { cpuSeconds } from '../measure/process.ts';
import { type Stepped, steppedEngine } from './stepped.ts';

const PAIRS = 40;
const TURNS = 50;
const LONG = 'long';

/**
 * Processor time of a turn of a run with a long history, against one that has just begun. In turns, so that both meet the same
 * machine; with the projections each time, or a fold that grows would stay out of sight.
 */
export async function growth(folder: string, events: number): Promise<Figures> {
  const stepped = await steppedEngine(join(folder, 'growth.db'));
  await stepped.start(LONG);
  await stepped.advance(LONG, events);
  await stepped.engine.projected();
  let early = 0;
  let late = 0;
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const fresh = `fresh-${pair}`;
    await stepped.start(fresh);
    for (let i = 0; i < 3; i += 1) await stepped.turn(fresh); // to its tenth event
    await stepped.engine.projected();
    early += await cost(stepped, fresh);
    late += await cost(stepped, LONG);
  }
  await stepped.engine.close();
  const micros = (seconds: number): number => (seconds * 1e6) / (PAIRS * TURNS);
  return { cpuMicrosAtEvent10: micros(early), [`cpuMicrosAtEvent${events}`]: micros(late), costRatio: late / early };
}

async function cost({ engine, turn }: Stepped, runId: string): Promise<number> {
  const before = cpuSeconds();
  for (let i = 0; i < TURNS; i += 1) await turn(runId);
  await engine.projected();
  return cpuSeconds() - before;
}
