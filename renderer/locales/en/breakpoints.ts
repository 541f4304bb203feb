/** Steps before which a run pauses. */
export const breakpoints = {
  'breakpoints.label': 'breakpoint',
  'breakpoints.set': 'Set a breakpoint: runs pause before this step',
  'breakpoints.remove': 'Remove the breakpoint',
  'breakpoints.toggle': 'Breakpoint on or off',
  'breakpoints.clear': 'Remove all breakpoints',
  'breakpoints.willPause':
    '{count, plural, one {The run pauses before {first}.} other {The run pauses before # steps, such as {first}.}}',
  'breakpoints.pausedBefore': 'Paused before {name}',
  'breakpoints.resume': 'Resume',
} as const;
