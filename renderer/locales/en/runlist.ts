export const runlist = {
  'runlist.title': 'All runs',
  'runlist.open': 'Show all runs',
} as const;
