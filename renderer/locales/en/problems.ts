export const problems = {
  'problems.label': 'Problems',
  'problems.error': 'Error',
  'problems.warning': 'Warning',
  'problems.none': 'No problems',
  'problems.noneText': 'The workflow compiles and can run.',
  'problems.noDocument': 'No file is open',
} as const;
