import type { NodeEngine } from '../../node/index.ts';
import { api } from '../context.ts';
import { HeatCache } from '../heat/cache.ts';
import { heatUpdates } from '../heat/heat.ts';
import { noTraces } from '../heat/traces.ts';

const caches = new WeakMap<NodeEngine, HeatCache>();

function cacheOf(engine: NodeEngine): HeatCache {
  const cache = caches.get(engine) ?? new HeatCache();
  caches.set(engine, cache);
  return cache;
}

export const get = api.heat.get.handler(({ context: { engine }, input, signal }) =>
  heatUpdates({ reader: engine.reader, traces: noTraces, cache: cacheOf(engine) }, input, signal),
);
