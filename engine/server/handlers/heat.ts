import type { NodeEngine } from '../../node/index.ts';
import { api } from '../context.ts';
import { HeatCache } from '../heat/cache.ts';
import { heatUpdates } from '../heat/heat.ts';
import { heatTraces } from '../heat/traces.ts';

const caches = new WeakMap<NodeEngine, HeatCache>();

function cacheOf(engine: NodeEngine): HeatCache {
  const cache = caches.get(engine) ?? new HeatCache();
  caches.set(engine, cache);
  return cache;
}

export const get = api.heat.get.handler(({ context: { engine, traces }, input, signal }) =>
  heatUpdates({ reader: engine.reader, traces: heatTraces(traces), cache: cacheOf(engine) }, input, signal),
);
