export { activityAbout, activityLabel, loadActivities, setActivities, useActivities, useActivity } from './catalog.ts';
