import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Recorded } from '../../core/index.ts';
import { openWritable } from '../../node/database.ts';
import { rebuildIndex } from '../../node/rebuild.ts';
import { removeViews, viewsFile } from '../../node/views/file.ts';
import type { Random } from '../random.ts';
import { storedRuns } from '../rules/stored.ts';
import { bookFaults, type Call, callFaults, type EffectState } from './effects.ts';
import { spanFaults, spansAsText } from './spans.ts';

type Histories = ReadonlyMap<string, readonly Recorded[]>;

interface Said {
  readonly open?: true;
  readonly over?: true;
  readonly started?: string;
  readonly signalled?: string;
  readonly id?: string;
}

const child = (name: string): string => join(import.meta.dirname, 'testing', name);

export interface OuterWorld {
  readonly url: string;
  get<T>(route: string): Promise<T>;
  stop(): Promise<void>;
}

export async function startWorld(seed: number): Promise<OuterWorld> {
  const world = spawn(process.execPath, [child('world-child.ts'), String(seed)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(world.stdout), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  return {
    url,
    // a kept connection may be closed by the other side just as it is used again
    get: async <T>(route: string) =>
      (await (await fetch(url + route, { headers: { connection: 'close' } })).json()) as T,
    async stop() {
      world.stdin.end();
      if (world.exitCode === null) await once(world, 'exit');
    },
  };
}

const YOUNG = 5;
const LONGEST_LIFE_MS = 500;
const RUNS_A_LIFE = 4;
const TO_THE_END_MS = 120_000;

/** Lives of the engine on one database, all but the last ended by SIGKILL, and what is found after each. */
export class CrashTrial {
  readonly faults: string[] = [];
  histories: Histories = new Map();
  private readonly database: string;
  private readonly world: OuterWorld;
  private readonly random: Random;
  private readonly started = new Set<string>();
  private readonly signals = new Map<string, string>();
  private life = 0;

  constructor(database: string, world: OuterWorld, random: Random) {
    this.database = database;
    this.world = world;
    this.random = random;
  }

  /** Dies at any moment, now and then before it could say a word. */
  async killOnce(): Promise<void> {
    const diesYoung = this.random.below(YOUNG) === 0;
    const engine = this.start(RUNS_A_LIFE);
    if (!diesYoung) await engine.open;
    await sleep(this.random.below(LONGEST_LIFE_MS));
    await engine.kill();
    await this.look();
  }

  /** The last life, in peace: all comes to its end. */
  async finish(): Promise<void> {
    const engine = this.start(0);
    await Promise.race([engine.over, sleep(TO_THE_END_MS)]);
    await engine.kill();
    await this.look();
    for (const [runId, events] of this.histories)
      if (events.at(-1)?.type !== 'RunEnded') this.faults.push(`${runId} did not come to its end`);
    const effects = await this.world.get<Record<string, EffectState>>('/effects');
    this.faults.push(...bookFaults(this.histories, effects));
    await this.rebuild();
  }

  /** Whatever is made of the journal is thrown away and made anew: every span is the same, byte by byte. */
  private async rebuild(): Promise<void> {
    const before = spansAsText(this.histories);
    removeViews(viewsFile(this.database));
    const database = openWritable(this.database);
    try {
      await rebuildIndex(database, this.database);
      const { histories, faults } = await storedRuns(database, this.database);
      this.faults.push(...faults);
      if (spansAsText(histories) !== before) this.faults.push('spans are not the same after a rebuild');
    } finally {
      database.close();
    }
  }

  /** Kills that struck an open attempt. */
  get lost(): number {
    const events = [...this.histories.values()].flat();
    return events.filter((event) => event.type === 'AttemptFailed' && event.error.type === 'worker.lost').length;
  }

  get endings(): string {
    const ends = [...this.histories.values()].map((events) => events.at(-1));
    const counts = Map.groupBy(ends, (event) => (event?.type === 'RunEnded' ? event.status : 'open'));
    return [...counts].map(([status, all]) => `${all.length} ${status}`).join(', ');
  }

  private start(runs: number) {
    const args = [child('engine-child.ts'), this.database, this.world.url, String((this.life += 1)), String(runs)];
    const engine = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const [open, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const gone = once(engine, 'close').then(() => {
      open.resolve();
      over.resolve();
    });
    createInterface(engine.stdout).on('line', (line) => {
      if (!line.endsWith('}')) return; // cut off as it died
      const said = JSON.parse(line) as Said;
      if (said.open) open.resolve();
      if (said.over) over.resolve();
      if (said.started !== undefined) this.started.add(said.started);
      if (said.signalled !== undefined && said.id !== undefined) this.signals.set(said.id, said.signalled);
    });
    return {
      open: open.promise,
      over: over.promise,
      kill: async () => {
        if (engine.exitCode !== null) this.faults.push(`the engine ended by itself, with ${engine.exitCode}`);
        engine.kill('SIGKILL');
        await gone;
      },
    };
  }

  /** What must hold whenever no engine runs. */
  private async look(): Promise<void> {
    const database = openWritable(this.database);
    try {
      const { histories, faults } = await storedRuns(database, this.database);
      const calls = await this.world.get<Call[]>('/calls');
      this.faults.push(
        ...faults,
        ...callFaults(histories, calls),
        ...this.lostFaults(histories),
        ...this.changed(histories),
        ...spanFaults(this.histories, histories),
      );
      this.histories = histories;
    } finally {
      database.close();
    }
  }

  private lostFaults(histories: Histories): readonly string[] {
    const lost = [...this.started]
      .filter((runId) => !histories.has(runId))
      .map((runId) => `${runId} was acknowledged, and is lost`);
    const unheard = [...this.signals].filter(([id, runId]) => timesHeard(histories, runId, id) !== 1);
    return [
      ...lost,
      ...unheard.map(([id, runId]) => `signal ${id} is ${timesHeard(histories, runId, id)} times in ${runId}`),
    ];
  }

  private changed(now: Histories): readonly string[] {
    return [...this.histories].flatMap(([runId, events]) =>
      JSON.stringify(now.get(runId)?.slice(0, events.length)) === JSON.stringify(events)
        ? []
        : [`${runId} lost or changed some of its history`],
    );
  }
}

function timesHeard(histories: Histories, runId: string, id: string): number {
  return (histories.get(runId) ?? []).filter((event) => event.type === 'SignalReceived' && event.id === id).length;
}
