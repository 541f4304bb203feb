/** Steps before which a run pauses. */
export const breakpoints = {
  'breakpoints.label': '断点',
  'breakpoints.set': '设置断点：运行会在此步骤前暂停',
  'breakpoints.remove': '移除断点',
  'breakpoints.toggle': '切换断点',
  'breakpoints.clear': '移除所有断点',
  'breakpoints.willPause':
    '{count, plural, one {运行会在“{first}”之前暂停。} other {运行会在 # 个步骤之前暂停，例如“{first}”。}}',
  'breakpoints.pausedBefore': '已在“{name}”之前暂停',
  'breakpoints.resume': '继续',
} as const;
