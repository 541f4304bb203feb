import { api } from '../context.ts';

export const systemInfo = api.system.info.handler(({ context }) => {
  const { engine, version, workspace, database } = context;
  const { open, attention } = engine.reader.counts();
  const lags = engine.reader.views.lag().map(({ behindMs }) => behindMs);
  const lagMs = lags.length === 0 ? null : Math.max(...lags);
  return { version, workspace, database, durable: true, openRuns: open, attention, lagMs };
});
