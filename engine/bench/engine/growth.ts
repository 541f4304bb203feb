import { join } from 'node:path';
import type { Figures } from '../measure/figures.ts';
import { cpuSeconds, threadCpuSeconds } from '../measure/process.ts';
import { type Stepped, steppedEngine } from './stepped.ts';

const PAIRS = 40;
const TURNS = 50;
const LONG = 'long';
/** To the tenth event. */
const FIRST_TURNS = 3;

interface Cost {
  /** Projections included, or a fold that grows would stay out of sight. */
  readonly process: number;
  /** Of the thread that decides and writes. */
  readonly thread: number;
}

const none: Cost = { process: 0, thread: 0 };

/** Processor time of a turn of a run with a long history, against one that has just begun; in turns, so that both meet one machine. */
export async function growth(folder: string, events: number): Promise<Figures> {
  const stepped = await steppedEngine(join(folder, 'growth.db'));
  await stepped.start(LONG);
  await stepped.advance(LONG, events);
  let early = none;
  let late = none;
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const fresh = `fresh-${pair}`;
    await stepped.start(fresh);
    for (let i = 0; i < FIRST_TURNS; i += 1) await stepped.turn(fresh);
    early = sum(early, await cost(stepped, fresh));
    late = sum(late, await cost(stepped, LONG));
  }
  await stepped.engine.close();
  return {
    cpuMicrosAtEvent10: micros(early.process),
    [`cpuMicrosAtEvent${events}`]: micros(late.process),
    costRatio: late.process / early.process,
    costRatioWithoutProjections: late.thread / early.thread,
  };
}

async function cost({ engine, turn }: Stepped, runId: string): Promise<Cost> {
  await engine.projected();
  const thread = threadCpuSeconds();
  const before = cpuSeconds();
  for (let i = 0; i < TURNS; i += 1) await turn(runId);
  const own = threadCpuSeconds() - thread;
  await engine.projected();
  return { process: cpuSeconds() - before, thread: own };
}

const sum = (a: Cost, b: Cost): Cost => ({ process: a.process + b.process, thread: a.thread + b.thread });

const micros = (seconds: number): number => (seconds * 1e6) / (PAIRS * TURNS);
