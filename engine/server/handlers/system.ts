import { activityInfos } from '../../activities/index.ts';
import { api } from '../context.ts';

export const systemInfo = api.system.info.handler(({ context }) => {
  const { engine, version, workspace, database } = context;
  const { open, attention } = engine.reader.counts();
  return { version, workspace, database, durable: true, openRuns: open, attention };
});

export const activitiesList = api.activities.list.handler(() => activityInfos());
