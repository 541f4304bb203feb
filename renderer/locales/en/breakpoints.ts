/** Steps before which a run pauses. */
export const breakpoints = {
  'breakpoints.label': 'breakpoint',
  'breakpoints.set': 'Set a breakpoint: runs pause before this step',
  'breakpoints.remove': 'Remove the breakpoint',
  'breakpoints.toggle': 'Breakpoint on or off',
  'breakpoints.clear': 'Remove all breakpoints',
} as const;
