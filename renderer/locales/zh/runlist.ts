export const runlist = {
  'runlist.title': '全部运行',
  'runlist.open': '显示全部运行',
} as const;
