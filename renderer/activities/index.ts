export {
  activityAbout,
  activityLabel,
  activityUnverified,
  loadActivities,
  setActivities,
  useActivities,
  useActivity,
} from './catalog.ts';
