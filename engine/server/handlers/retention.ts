import { END_STATUSES, type RetentionInfo, type RetentionSettings } from '../../contract/retention.ts';
import type { Counted } from '../../contract/runs-filter.ts';
import type { EndStatus } from '../../core/event.ts';
import { keptFor, type NodeEngine } from '../../node/index.ts';
import { api } from '../context.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** Ended runs that are older than their status is kept. */
function dueBy(engine: NodeEngine, policy: RetentionSettings): Counted {
  const counts = END_STATUSES.flatMap((status) => {
    const keepMs = keptFor(policy, status as EndStatus);
    if (keepMs === null) return [];
    const to = iso(Math.max(0, Date.now() - keepMs));
    return engine.reader.runCounts({ statuses: [status], ended: { to } })?.total ?? [];
  });
  return { count: counts.reduce((sum, { count }) => sum + count, 0), more: counts.some(({ more }) => more) };
}

function infoOf(engine: NodeEngine): RetentionInfo {
  const policy = engine.retention.policy();
  const last = engine.retention.lastPass();
  return {
    policy,
    isFixed: engine.retention.isFixed,
    due: dueBy(engine, policy),
    lastPass: last && { startedAt: iso(last.startedAt), endedAt: iso(last.endedAt), deleted: last.deleted },
    deleted: engine.retention.total(),
  };
}

export const get = api.system.retention.get.handler(({ context: { engine } }) => infoOf(engine));

export const preview = api.system.retention.preview.handler(({ context: { engine }, input }) => dueBy(engine, input));

export const set = api.system.retention.set.handler(({ context: { engine }, input, errors }) => {
  if (engine.retention.isFixed)
    throw errors.REFUSED({
      message: 'The server was started with --keep, which decides how long runs are kept.',
      data: { code: 'fixed' },
    });
  engine.retention.setPolicy(input);
  return infoOf(engine);
});
