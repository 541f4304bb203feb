/** Where a workspace's own activities are. */
export const FOLDER = 'activities';
